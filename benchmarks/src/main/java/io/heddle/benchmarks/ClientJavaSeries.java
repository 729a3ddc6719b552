package io.heddle.benchmarks;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** {@link Shape} in the registry of client_java, to the letter of what Heddle writes. */
final class ClientJavaSeries {
  private static final String SUCCESS = "success";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.builder().build();

  /**
   * @param classicOnly without native buckets, which the text cannot show and Heddle keeps
   */
  ClientJavaSeries(boolean classicOnly) {
    Counter bytes = counter("bytes", "Bytes", "service", "method");
    for (int family = 0; family < Shape.FAMILIES; family++) {
      fill(Shape.family(family), classicOnly);
      for (int set = 0; set < Shape.SETS; set++) {
        bytes.labelValues(array(Shape.counterLabels(family, set))).inc(family + set);
      }
    }
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder()
        .name(Shape.PREFIX + "_" + name)
        .help(help)
        .labelNames(labels)
        .register(registry);
  }

  private void fill(String name, boolean classicOnly) {
    Counter started = counter(name + "_started", Shape.HELP + ": entered.", "service", "method");
    Counter completed =
        counter(
            name + "_completed",
            Shape.HELP + ": completed, by outcome.",
            "service",
            "method",
            "outcome");
    Gauge inFlight =
        Gauge.builder()
            .name(Shape.PREFIX + "_" + name + "_in_flight")
            .help(Shape.HELP + ": entered and not completed.")
            .labelNames("service", "method")
            .register(registry);
    Histogram durations = durations(name, classicOnly);
    for (int set = 0; set < Shape.SETS; set++) {
      String[] labels = array(Shape.labels(set));
      String[] outcome = {labels[0], labels[1], SUCCESS};
      int ended = Shape.completed(set);
      started.labelValues(labels).inc(ended + Shape.open(set));
      inFlight.labelValues(labels).set(Shape.open(set));
      completed.labelValues(outcome).inc(ended);
      for (int run = 0; run < ended; run++) {
        durations.labelValues(outcome).observe(Shape.nanos(set, run) / 1e9);
      }
    }
  }

  private Histogram durations(String name, boolean classicOnly) {
    Histogram.Builder builder =
        Histogram.builder()
            .name(Shape.PREFIX + "_" + name + "_duration_seconds")
            .help(Shape.HELP + ": duration, by outcome.")
            .classicUpperBounds(Shape.BOUNDS)
            .labelNames("service", "method", "outcome");
    return (classicOnly ? builder.classicOnly() : builder).register(registry);
  }

  private static String[] array(List<String> values) {
    return values.toArray(new String[0]);
  }

  void write(OutputStream out) throws IOException {
    writer.write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
  }
}
