package io.heddle.exporter.exposition;

import io.heddle.registry.snapshot.LabelText;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;

/**
 * The name and help of a metric as the formats have them. Immutable.
 *
 * @param name under which client_java writes the metric, without the suffix of its type
 * @param help one sentence
 */
public record MetricHead(String name, String help) {
  private static final String CREATED = "_created";

  /**
   * Returns the head of a metric.
   *
   * @throws IllegalArgumentException if client_java refuses the name
   */
  static MetricHead of(MetricSnapshot metric) {
    String name = metric.name();
    String suffix = suffix(metric);
    String bare = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    String help = LabelText.wellFormed(metric.help());
    return new MetricHead(new MetricMetadata(accepted(bare)).getPrometheusName(), help);
  }

  /** Returns the suffix of the names of this type of metric, which may be empty. */
  static String suffix(MetricSnapshot metric) {
    if (metric instanceof MetricSnapshot.Counter) {
      return "_total";
    }
    return metric instanceof MetricSnapshot.Info ? "_info" : "";
  }

  /**
   * Returns a name that the model accepts. The model refuses a counter of what was created, {@code
   * x_created_total}, though every format and scraper takes it. The hyphen comes back as the
   * underscore that was there.
   */
  private static String accepted(String bare) {
    return bare.endsWith(CREATED)
        ? bare.substring(0, bare.length() - CREATED.length()) + "-created"
        : bare;
  }
}
