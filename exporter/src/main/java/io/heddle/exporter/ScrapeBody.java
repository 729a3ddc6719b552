package io.heddle.exporter;

import io.heddle.exporter.exposition.ExpositionWriter;
import io.heddle.exporter.exposition.Format;
import io.heddle.exporter.exposition.WritableMetrics;
import io.heddle.exporter.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Predicate;

/**
 * Metrics in a format of Prometheus, written while they are read.
 *
 * @param names accepts the names of the metrics to write
 */
record ScrapeBody(ExporterData content, Format format, Predicate<String> names)
    implements Response.Body {
  @Override
  public long heldBytes() {
    return format.heldBytes(content::weigh);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    ExpositionWriter writer = ExpositionWriter.of(format, out);
    boolean withNative = format == Format.PROTOBUF;
    content.metrics(new WritableMetrics(names, withNative, content::unwritable, writer));
    writer.end();
  }

  @Override
  public void written(long nanos) {
    content.served(nanos / 1e9);
  }
}
