package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.report.UnitSummary;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The summary of one unit's samples, or the JSON value null.
 *
 * @param summary null if there is no sample
 */
public record SummaryJson(@Nullable UnitSummary summary) implements Response.Body {
  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = JsonWriter.to(out)) {
      write(json, summary);
    }
  }

  static void write(JsonGenerator json, @Nullable UnitSummary summary) throws IOException {
    if (summary == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    JsonWriter.number(json, "latest_cpu_percent", summary.latestCpuPercent());
    JsonWriter.number(json, "average_cpu_percent", summary.averageCpuPercent());
    JsonWriter.number(json, "max_cpu_percent", summary.maxCpuPercent());
    JsonWriter.count(json, "latest_rss_bytes", summary.latestResidentBytes());
    double average = summary.averageResidentBytes();
    JsonWriter.number(json, "average_rss_bytes", average < 0 ? Double.NaN : average);
    JsonWriter.count(json, "max_rss_bytes", summary.maxResidentBytes());
    json.writeNumberField("samples", summary.samples());
    json.writeEndObject();
  }
}
