package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.UnitReport;
import io.heddle.exporter.http.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * {@code {"units": […]}}.
 *
 * @param units in the order in which they are to be shown
 */
public record UnitsJson(List<UnitReport> units) implements Reply.Body {
  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("units");
      for (UnitReport unit : units) {
        json.writeStartObject();
        UnitJson.fields(json, unit);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
