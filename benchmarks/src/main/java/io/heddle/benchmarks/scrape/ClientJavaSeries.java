package io.heddle.benchmarks.scrape;

import io.heddle.exporter.exposition.Format;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** {@link ScrapeShape} in the registry of client_java, to the letter of what Heddle writes. */
final class ClientJavaSeries implements ScrapeSubject {
  private static final String SUCCESS = "success";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final boolean classicOnly;

  /**
   * Fills a registry.
   *
   * @param classicOnly without native buckets, which texts cannot show and Heddle keeps
   */
  ClientJavaSeries(ScrapeShape shape, boolean classicOnly) {
    this.classicOnly = classicOnly;
    for (int family = 0; family < shape.families(); family++) {
      int first = family * shape.perFamily();
      fill(ScrapeShape.family(family), first, Math.min(shape.sets(), first + shape.perFamily()));
    }
  }

  @Override
  public String name() {
    return "client_java 1.5, " + (classicOnly ? "classic only" : "classic and native");
  }

  @Override
  public boolean writes(Format format) {
    return !classicOnly || format != Format.PROTOBUF;
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder()
        .name(ScrapeShape.PREFIX + "_" + name)
        .help(help)
        .labelNames(labels)
        .register(registry);
  }

  private void fill(String name, int begin, int end) {
    Counter started =
        counter(name + "_started", ScrapeShape.HELP + ": entered.", "service", "method");
    Counter completed =
        counter(
            name + "_completed",
            ScrapeShape.HELP + ": completed, by outcome.",
            "service",
            "method",
            "outcome");
    Gauge inFlight =
        Gauge.builder()
            .name(ScrapeShape.PREFIX + "_" + name + "_in_flight")
            .help(ScrapeShape.HELP + ": entered and not completed.")
            .labelNames("service", "method")
            .register(registry);
    Histogram durations = durations(name);
    for (int set = begin; set < end; set++) {
      String[] labels = array(ScrapeShape.labels(set));
      String[] outcome = {labels[0], labels[1], SUCCESS};
      int ended = ScrapeShape.completed(set);
      started.labelValues(labels).inc(ended + ScrapeShape.open(set));
      inFlight.labelValues(labels).set(ScrapeShape.open(set));
      completed.labelValues(outcome).inc(ended);
      for (int run = 0; run < ended; run++) {
        durations.labelValues(outcome).observe(ScrapeShape.nanos(set, run) / 1e9);
      }
    }
  }

  private Histogram durations(String name) {
    Histogram.Builder builder =
        Histogram.builder()
            .name(ScrapeShape.PREFIX + "_" + name + "_duration_seconds")
            .help(ScrapeShape.HELP + ": duration, by outcome.")
            .classicUpperBounds(ScrapeShape.bounds())
            .labelNames("service", "method", "outcome");
    return (classicOnly ? builder.classicOnly() : builder).register(registry);
  }

  private static String[] array(List<String> values) {
    return values.toArray(new String[0]);
  }

  @Override
  public void write(Format format, OutputStream out) throws IOException {
    writer(format).write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
  }

  private static ExpositionFormatWriter writer(Format format) {
    return switch (format) {
      case TEXT -> PrometheusTextFormatWriter.builder().build();
      case OPEN_METRICS ->
          OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(true).build();
      case PROTOBUF -> new PrometheusProtobufWriter();
    };
  }
}
