package io.heddle.benchmarks.scrape;

import java.util.List;

/**
 * The content of a registry that is scraped: families of runs of 1,000 label sets each, or one
 * family. Every label set is shown as started, in flight, completed and a histogram.
 *
 * @param sets label sets in all
 * @param perFamily label sets of each family
 */
public record ScrapeShape(int sets, int perFamily) {
  /** The label names of every family. */
  public static final List<String> LABELS = List.of("service", "method");

  static final String PREFIX = "heddle";

  /** The help of every family, without its full stop. */
  public static final String HELP = "Runs";

  private static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

  private static final int PER_FAMILY = 1000;
  // 1/512 s: sums of these are exact as doubles, so that both sides print the same digits
  private static final long UNIT_NANOS = 1_953_125;

  /** Returns the classic bounds of every histogram, in seconds. */
  public static double[] bounds() {
    return BOUNDS.clone();
  }

  /** Returns a content of families of 1,000 label sets. */
  static ScrapeShape of(int sets) {
    return new ScrapeShape(sets, Math.min(sets, PER_FAMILY));
  }

  int families() {
    return (sets + perFamily - 1) / perFamily;
  }

  static String family(int number) {
    return "family" + number;
  }

  /** Returns the values of the labels of one set of a family. */
  public static List<String> labels(int set) {
    return List.of("service-" + set % 10, "com.example.Orders.method" + set);
  }

  static int completed(int set) {
    return 1 + set % 5;
  }

  static int open(int set) {
    return set % 10 == 0 ? 1 : 0;
  }

  static long nanos(int set, int run) {
    return (1 + (set * 7 + run * 331) % 2000) * UNIT_NANOS;
  }
}
