package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.report.UnitReport;
import io.heddle.exporter.report.UnitSummary;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The report of one unit with its summary.
 *
 * @param unit the unit
 * @param summary of its samples; null if there is none
 */
public record UnitJson(UnitReport unit, @Nullable UnitSummary summary) implements Response.Body {
  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = JsonWriter.to(out)) {
      json.writeStartObject();
      fields(json, unit);
      json.writeFieldName("summary");
      SummaryJson.write(json, summary);
      json.writeEndObject();
    }
  }

  static void fields(JsonGenerator json, UnitReport unit) throws IOException {
    JsonWriter.text(json, "id", unit.id());
    JsonWriter.text(json, "name", unit.name());
    JsonWriter.count(json, "pid", unit.pid());
    json.writeBooleanField("up", unit.up());
    json.writeNumberField("samples", unit.samples());
    JsonWriter.text(json, "kind", unit.kind());
    time(json, "started", unit.startedMillis());
    time(json, "ended", unit.endedMillis());
  }

  private static void time(JsonGenerator json, String name, long epochMillis) throws IOException {
    if (epochMillis == -1) {
      json.writeNullField(name);
    } else {
      new TimestampFormat().field(json, name, epochMillis);
    }
  }
}
