package io.heddle.exporter;

import io.heddle.exporter.exposition.Format;
import io.heddle.exporter.exposition.WritableMetrics;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.json.MetricsJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Predicate;

/**
 * Metrics as JSON, written while they are read.
 *
 * @param names accepts the names of the metrics to write
 */
record JsonScrapeBody(ExporterData content, Predicate<String> names) implements Response.Body {
  @Override
  public long heldBytes() {
    return Format.TEXT.heldBytes(content::weigh);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    MetricsJson json = new MetricsJson(out);
    content.metrics(new WritableMetrics(names, false, content::unwritable, json));
    json.end();
  }
}
