package io.heddle.it.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * commons-exec and zt-exec over the processes of the JDK: each process once; {@code
 * com.acme.pack.ExecLibrariesApp} says how many of each.
 */
class ExecLibrariesIT {
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldTellTimeoutsAndCountOnce(Jdk jdk) throws Exception {
    PackTrial trial = PackTrial.of(jdk, "com.acme.pack.ExecLibrariesApp", "exec");
    assertThat(trial.inside().sum("heddle_exec_in_flight")).isEqualTo(1);
    assertThat(trial.completed("exec", of("true") + "outcome=\"success\"")).isEqualTo(8);
    assertThat(trial.errors("exec", of("false") + "error_type=\"exit_nonzero\"")).isEqualTo(6);
    assertThat(trial.completed("exec", of("sleep") + "outcome=\"timeout\"")).isEqualTo(4);
    assertThat(trial.completed("exec", of("sleep") + "outcome=\"canceled\"")).isEqualTo(1);
    assertThat(trial.after().sum("heddle_exec_completed_total")).isEqualTo(19);
    String failed = "heddle_runner_errors_total{runner=\"subprocess\",error_type=\"spawn_failed\"}";
    assertThat(trial.after().value(failed)).isEqualTo(1);
  }

  private static String of(String program) {
    return "runner=\"subprocess\",name=\"" + program + "\",";
  }
}
