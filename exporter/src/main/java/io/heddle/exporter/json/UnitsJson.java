package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.report.UnitReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * The list of units, {@code {"units": […]}}.
 *
 * @param units in the order in which they are to be shown
 * @param most maximum number of units
 */
public record UnitsJson(Supplier<List<UnitReport>> units, int most) implements Response.Body {
  /** Bytes of one unit in two lists, with a name and an id of its own. */
  private static final long EACH_BYTES = 256;

  @Override
  public long heldBytes() {
    return JsonWriter.LIST_BYTES + most * EACH_BYTES;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = JsonWriter.to(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("units");
      for (UnitReport unit : units.get()) {
        json.writeStartObject();
        UnitJson.fields(json, unit);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
