package io.heddle.agent.cli.top.read;

import java.util.List;
import java.util.Map;

/**
 * One metric of an exposition with its series. Immutable.
 *
 * @param name with the suffix that its type has, such as {@code _total}
 */
record Metric(String name, List<Series> series) {
  /**
   * One series.
   *
   * @param value of a counter or gauge; NaN for a histogram
   * @param createdNanos when a counter began, since 1970; 0 if unknown
   * @param histogram empty for a counter or gauge, and for a histogram without native buckets
   */
  record Series(
      Map<String, String> labels, double value, long createdNanos, NativeHistogram histogram) {}
}
