package io.heddle.benchmarks.scrape;

import io.heddle.exporter.exposition.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Checks that all subjects write the same content. If they did not, ratios would mean nothing. */
final class SameContent {
  private static final ScrapeShape SHAPE = new ScrapeShape(1_500, 1_000);

  private SameContent() {}

  /**
   * Compares the lines: all of them with client_java's, the samples' names and labels with
   * Micrometer's, whose helps and digits are its own.
   */
  static void check() throws IOException {
    ScrapeSubject heddle = new HeddleSeries(SHAPE);
    for (boolean classicOnly : new boolean[] {false, true}) {
      ScrapeSubject other = new ClientJavaSeries(SHAPE, classicOnly);
      for (Format format : List.of(Format.TEXT, Format.OPEN_METRICS)) {
        compare(lines(heddle, format), lines(other, format));
      }
    }
    compare(
        names(lines(heddle, Format.TEXT)), names(lines(new MicrometerSeries(SHAPE), Format.TEXT)));
  }

  private static void compare(List<String> own, List<String> other) {
    if (!own.equals(other)) {
      throw new IllegalStateException("Heddle and the others do not write the same");
    }
  }

  /** Returns the lines in order; the moments of creation are left out. */
  private static List<String> lines(ScrapeSubject subject, Format format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    subject.write(format, out);
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.contains("_created{") ? name(line) : line)
        .sorted()
        .toList();
  }

  private static List<String> names(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.startsWith("#") && !line.contains("_seconds_max{"))
        .map(SameContent::name)
        .sorted()
        .toList();
  }

  private static String name(String line) {
    return line.substring(0, line.lastIndexOf(' '));
  }
}
