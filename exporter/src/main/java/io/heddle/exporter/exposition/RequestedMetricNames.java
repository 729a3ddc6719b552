package io.heddle.exporter.exposition;

import io.prometheus.metrics.model.registry.MetricNameFilter;
import java.util.Collection;
import java.util.function.Predicate;

/** Chooses the metrics that a client asks for with {@code name[]}. */
public final class RequestedMetricNames {
  private RequestedMetricNames() {}

  /**
   * Returns a filter that chooses as client_java does: a metric by its name, with or without the
   * suffix of its type, such as {@code _total} or {@code _bucket}.
   *
   * @param wanted names; none means every metric
   */
  public static Predicate<String> only(Collection<String> wanted) {
    return wanted.isEmpty()
        ? MetricNameFilter.ALLOW_ALL
        : MetricNameFilter.builder().nameMustBeEqualTo(wanted).build();
  }
}
