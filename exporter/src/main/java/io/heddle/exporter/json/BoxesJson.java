package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.report.BoxReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * The list of boxes, {@code {"boxes": […]}}.
 *
 * @param boxes in the order in which they are to be shown
 * @param most maximum number of boxes
 */
public record BoxesJson(Supplier<List<BoxReport>> boxes, int most) implements Response.Body {
  /** Bytes of one box in two lists, with a name and an id of its own. */
  private static final long EACH_BYTES = 256;

  @Override
  public long heldBytes() {
    return JsonWriter.LIST_BYTES + most * EACH_BYTES;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = JsonWriter.to(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("boxes");
      for (BoxReport box : boxes.get()) {
        json.writeStartObject();
        JsonWriter.text(json, "id", box.id());
        JsonWriter.text(json, "runner", box.runner());
        JsonWriter.text(json, "name", box.name());
        JsonWriter.text(json, "state", box.state());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
