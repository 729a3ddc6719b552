package io.heddle.it.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The safepoint pauses of a JVM in which classes were retransformed, read from its own log.
 *
 * @param log file of {@code -Xlog:safepoint}
 */
record SafepointPauses(Path log) {
  private static final Pattern PAUSE =
      Pattern.compile("Safepoint \"RedefineClasses\".* Total: +(\\d+) ns");

  /** Milliseconds of each pause so far. */
  List<Double> millis() throws IOException {
    List<Double> millis = new ArrayList<>();
    Matcher pause = PAUSE.matcher(Files.readString(log));
    while (pause.find()) {
      millis.add(Long.parseLong(pause.group(1)) / 1e6);
    }
    return millis;
  }

  /** For people: how many, how long together, and the longest. */
  static String summary(List<Double> millis) {
    double sum = millis.stream().mapToDouble(Double::doubleValue).sum();
    return String.format(
        Locale.ROOT, "%d pauses, %.0f ms in sum, longest %.1f ms", millis.size(), sum, max(millis));
  }

  static double max(List<Double> millis) {
    return millis.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
