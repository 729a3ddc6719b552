package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.UnitSummary;
import io.heddle.exporter.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the samples of one unit come to, or the value null.
 *
 * @param summary null if there is no sample
 */
public record SummaryJson(@Nullable UnitSummary summary) implements Response.Body {
  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = Json.to(out)) {
      write(json, summary);
    }
  }

  static void write(JsonGenerator json, @Nullable UnitSummary summary) throws IOException {
    if (summary == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    Json.number(json, "latest_cpu_percent", summary.latestCpuPercent());
    Json.number(json, "average_cpu_percent", summary.averageCpuPercent());
    Json.number(json, "max_cpu_percent", summary.maxCpuPercent());
    Json.count(json, "latest_rss_bytes", summary.latestRssBytes());
    double average = summary.averageRssBytes();
    Json.number(json, "average_rss_bytes", average < 0 ? Double.NaN : average);
    Json.count(json, "max_rss_bytes", summary.maxRssBytes());
    json.writeNumberField("samples", summary.samples());
    json.writeEndObject();
  }
}
