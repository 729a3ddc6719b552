package io.heddle.exporter;

import io.heddle.exporter.exposition.ExpositionWriter;
import io.heddle.exporter.exposition.Format;
import io.heddle.exporter.exposition.WritableMetrics;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.json.MetricsJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Predicate;

/**
 * Metrics in a format of Prometheus, written while they are read.
 *
 * @param names accepts the names of the metrics to write
 */
record ScrapeBody(ExporterData data, Format format, Predicate<String> names)
    implements Response.Body {
  @Override
  public long heldBytes() {
    return format.heldBytes(data::weigh);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    ExpositionWriter writer = ExpositionWriter.of(format, out);
    data.metrics(new WritableMetrics(names, data::unwritable, writer));
    writer.end();
  }

  @Override
  public void written(long nanos) {
    data.served(nanos / 1e9);
  }

  /**
   * Metrics as JSON, written while they are read.
   *
   * @param names accepts the names of the metrics to write
   */
  record Json(ExporterData data, Predicate<String> names) implements Response.Body {
    @Override
    public long heldBytes() {
      return Format.TEXT.heldBytes(data::weigh);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      MetricsJson json = new MetricsJson(out);
      data.metrics(new WritableMetrics(names, data::unwritable, json));
      json.end();
    }
  }
}
