package io.heddle.it.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A JVM whose children are sampled and whose samples are written ends as soon as another, whatever
 * becomes of its children. One run that is not later will do; a late one is judged by the median of
 * five.
 */
@Tag("alone")
class UnitEndIT {
  private static final int RUNS = 5;
  private static final double LATER_MILLIS = 500;
  private static final Pattern ENDING = Pattern.compile("ending at (\\d+)");

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldEndBesideAChildThatLivesOn(Jdk jdk) throws Exception {
    double[] later = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      String spill = "units.retention=1s,units.spill.directory=" + directory;
      double with = millis(JavaProcess.with(jdk).agent("exporter.port=0," + spill), true);
      later[i] = with - millis(JavaProcess.with(jdk).bare(), false);
      if (i == 0 && later[0] < LATER_MILLIS) {
        return;
      }
    }
    Arrays.sort(later);
    assertThat(later[RUNS / 2]).as(Arrays.toString(later)).isLessThan(LATER_MILLIS);
  }

  /** From the last line of the application to the end of the process. */
  private static double millis(JavaProcess.Builder builder, boolean sampled) throws Exception {
    ProcessHandle child = null;
    try (ControlledApplication application =
        ControlledApplication.start(builder, "com.acme.unit.ChildrenApp")) {
      child =
          ProcessHandle.of(Long.parseLong(application.execute("plain sleep 300"))).orElseThrow();
      if (sampled) {
        String records = "heddle_self_units_spill_records_total";
        Await.until(application.process()::scrape, scrape -> scrape.value(records) > 0);
      }
      ProcessResult result = application.end();
      long end = System.currentTimeMillis();
      assertThat(result.status()).isZero();
      assertThat(result.agentLines()).hasSize(sampled ? 1 : 0);
      assertThat(child.isAlive()).as("the child outlives the JVM").isTrue();
      Matcher ending = ENDING.matcher(result.out());
      assertThat(ending.find()).isTrue();
      return end - Long.parseLong(ending.group(1));
    } finally {
      if (child != null) {
        child.destroyForcibly();
      }
    }
  }
}
