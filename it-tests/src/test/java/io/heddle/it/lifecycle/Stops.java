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
 * How long a JVM stood still, each time that classes were retransformed, by its own log.
 *
 * @param log file of {@code -Xlog:safepoint}
 */
record Stops(Path log) {
  private static final Pattern STOP =
      Pattern.compile("Safepoint \"RedefineClasses\".* Total: +(\\d+) ns");

  /** Milliseconds of each stop so far. */
  List<Double> millis() throws IOException {
    List<Double> millis = new ArrayList<>();
    Matcher stop = STOP.matcher(Files.readString(log));
    while (stop.find()) {
      millis.add(Long.parseLong(stop.group(1)) / 1e6);
    }
    return millis;
  }

  /** For people: how many, how long together, and the longest. */
  static String summary(List<Double> millis) {
    double sum = millis.stream().mapToDouble(Double::doubleValue).sum();
    return String.format(
        Locale.ROOT, "%d stops, %.0f ms in sum, longest %.1f ms", millis.size(), sum, max(millis));
  }

  static double max(List<Double> millis) {
    return millis.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
