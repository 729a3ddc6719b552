package io.heddle.it.harmless;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way to end is as without Heddle: the same status and output, and not later. One run that is
 * not later will do; a late one is judged by the median of five.
 */
@Tag("alone")
class HarmlessEndIT {
  private static final int RUNS = 5;
  private static final Pattern BEGIN = Pattern.compile("ending at (\\d+)\n");
  private static final double LATER_MILLIS = 500;

  static Stream<Arguments> ends() throws IOException {
    return Jdk.all().stream()
        .flatMap(
            jdk ->
                Stream.of("normal", "exit", "halt", "throw", "daemon", "non-daemon", "exit in hook")
                    .map(how -> Arguments.of(jdk, how)));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void shouldEndAsWithoutHeddleAndNotMuchLater(Jdk jdk, String how) throws Exception {
    double[] later = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      double[] millis = new double[2];
      ProcessResult bare = timed(ending(jdk, how).bare(), millis, 0);
      timed(ending(jdk, how), millis, 1).assertServedBeside(bare);
      later[i] = millis[1] - millis[0];
      if (i == 0 && later[0] < LATER_MILLIS) {
        return;
      }
    }
    assertThat(median(later)).isLessThan(LATER_MILLIS);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldEndOnATermSignal(Jdk jdk) throws Exception {
    double[] later = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      double bare = millisFromSignal(ending(jdk, "wait").bare());
      later[i] = millisFromSignal(ending(jdk, "wait")) - bare;
      if (i == 0 && later[0] < LATER_MILLIS) {
        return;
      }
    }
    assertThat(median(later)).isLessThan(LATER_MILLIS);
  }

  private static double millisFromSignal(JavaProcess.Builder builder) throws Exception {
    try (JavaProcess waiting = builder.start().awaitOutput("waiting")) {
      long signal = System.nanoTime();
      waiting.handle().destroy();
      assertThat(waiting.exit()).isEqualTo(128 + 15);
      assertThat(waiting.stdout()).endsWith("waiting\nhook\n");
      return (System.nanoTime() - signal) / 1e6;
    }
  }

  /** Takes the time from the moment that the application tells, where it begins to end. */
  private static ProcessResult timed(JavaProcess.Builder builder, double[] millis, int index)
      throws Exception {
    try (JavaProcess process = builder.start()) {
      process.exit();
      long end = System.currentTimeMillis();
      Matcher begin = BEGIN.matcher(process.stdout());
      assertThat(begin.find()).isTrue();
      millis[index] = end - Long.parseLong(begin.group(1));
      return new ProcessResult(process.exit(), begin.replaceAll(""), process.stderr());
    }
  }

  private static JavaProcess.Builder ending(Jdk jdk, String how) {
    return JavaProcess.with(jdk).run("com.acme.harmless.ExitApp", how);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
