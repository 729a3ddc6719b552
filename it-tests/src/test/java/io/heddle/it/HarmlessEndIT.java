package io.heddle.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to end is as without Heddle: the same status and output, and not later. */
class HarmlessEndIT {
  private static final int RUNS = 3;
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
    double[] bareMillis = new double[RUNS];
    double[] millis = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      Ran bare = timed(ending(jdk, how).bare(), bareMillis, i);
      timed(ending(jdk, how), millis, i).assertServedBeside(bare);
    }
    assertThat(median(millis)).isLessThan(median(bareMillis) + LATER_MILLIS);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.Jdk#all")
  void shouldEndOnATermSignal(Jdk jdk) throws Exception {
    double[] bare = new double[RUNS];
    double[] with = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      bare[i] = millisFromSignal(ending(jdk, "wait").bare());
      with[i] = millisFromSignal(ending(jdk, "wait"));
    }
    assertThat(median(with)).isLessThan(median(bare) + LATER_MILLIS);
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
  private static Ran timed(JavaProcess.Builder builder, double[] millis, int index)
      throws Exception {
    try (JavaProcess process = builder.start()) {
      process.exit();
      long end = System.currentTimeMillis();
      Matcher begin = BEGIN.matcher(process.stdout());
      assertThat(begin.find()).isTrue();
      millis[index] = end - Long.parseLong(begin.group(1));
      return new Ran(process.exit(), begin.replaceAll(""), process.stderr());
    }
  }

  private static JavaProcess.Builder ending(Jdk jdk, String how) {
    return JavaProcess.with(jdk).run("io.heddle.it.app.Ends", how);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
