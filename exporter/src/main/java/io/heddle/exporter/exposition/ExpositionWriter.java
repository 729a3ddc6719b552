package io.heddle.exporter.exposition;

import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a scrape in one of the formats of Prometheus, with the writers of client_java, which are
 * created one by one: its {@code ExpositionFormats} would read the application's system properties.
 *
 * <p>On JDK 24 and later the protobuf library makes the VM print warnings about {@code
 * sun.misc.Unsafe}, unless its class loader refuses that class: the library then works without it.
 */
public abstract class ExpositionWriter implements WritableMetrics.Writer {
  /** Returns a writer for one scrape, which does not close the stream. */
  public static ExpositionWriter of(Format format, OutputStream out) {
    return switch (format) {
      case TEXT -> new TextWriter(PrometheusTextFormatWriter.builder().build(), out, false);
      case OPEN_METRICS ->
          new TextWriter(
              OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(true).build(),
              out,
              true);
      case PROTOBUF -> new ProtobufWriter(out);
    };
  }

  /** Writes the end of the response, after the last metric. */
  public abstract void end() throws IOException;
}
