package io.heddle.benchmarks;

import java.util.List;

/** The middle of some figures. */
public final class Median {
  private Median() {}

  /** The median; of an even number the mean of the two in the middle; NaN of none. */
  public static double of(List<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
