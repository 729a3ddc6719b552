package io.heddle.benchmarks;

import java.util.List;

/**
 * What is scraped: 20 families of runs with 100 label sets each, every one shown as started, in
 * flight, completed and a histogram, and 2,000 counters. 10,000 series in all, a histogram being
 * one.
 */
final class Shape {
  static final int FAMILIES = 20;
  static final int SETS = 100;
  static final List<String> LABELS = List.of("service", "method");
  static final String PREFIX = "heddle";
  static final String HELP = "Runs";
  static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};
  // 1/512 s: sums of these are exact as doubles, so that both sides print the same digits
  private static final long UNIT_NANOS = 1_953_125;

  private Shape() {}

  static String family(int number) {
    return "family" + number;
  }

  static List<String> labels(int set) {
    return List.of("service-" + set % 10, "com.example.Orders.method" + set);
  }

  static List<String> counterLabels(int family, int set) {
    return List.of("service-" + family, "com.example.Orders.method" + set);
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
