package io.heddle.exporter.exposition;

import io.heddle.registry.MetricSnapshot;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusProtobufWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes metrics with the writers of client_java, which are made one by one: its {@code
 * ExpositionFormats} would read the application's system properties. Thread-safe.
 *
 * <p>On JDK 24 and later the protobuf library makes the VM print warnings about {@code
 * sun.misc.Unsafe}, unless its class loader refuses that class: it then does without.
 */
public final class Exposition {
  private final Translation translation;

  /**
   * @param failures is told which metric had to be left out and why
   */
  public Exposition(Consumer<Throwable> failures) {
    this.translation = new Translation(failures);
  }

  /** Writes all metrics; does not close the stream. */
  public void write(List<MetricSnapshot> metrics, Format format, OutputStream out)
      throws IOException {
    MetricSnapshots translated = translation.translate(metrics, format == Format.PROTOBUF);
    writer(format).write(out, translated, EscapingScheme.UNDERSCORE_ESCAPING);
  }

  private static ExpositionFormatWriter writer(Format format) {
    return switch (format) {
      case TEXT -> PrometheusTextFormatWriter.builder().build();
      case OPEN_METRICS -> OpenMetricsTextFormatWriter.builder().build();
      case PROTOBUF -> new PrometheusProtobufWriter();
    };
  }
}
