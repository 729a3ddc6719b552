package io.heddle.it.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs of Quartz; {@code com.acme.pack.QuartzApp} says how many of each. */
class QuartzIT {
  private static final String JOB = "kind=\"quartz\",name=\"com.acme.pack.QuartzApp$";

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountJobs(Jdk jdk) throws Exception {
    PackTrial trial = PackTrial.of(jdk, "com.acme.pack.QuartzApp", "job");
    assertThat(trial.inside().value("heddle_job_in_flight{" + JOB + "Wait\"}")).isEqualTo(1);
    assertThat(trial.completed("job", JOB + "Sweep\",outcome=\"success\"")).isEqualTo(5);
    assertThat(trial.completed("job", JOB + "Wait\",outcome=\"success\"")).isEqualTo(1);
    assertThat(trial.errors("job", JOB + "Bill\",error_type=\"JobExecutionException\""))
        .isEqualTo(3);
    assertThat(trial.after().sum("heddle_job_completed_total")).isEqualTo(9);
  }
}
