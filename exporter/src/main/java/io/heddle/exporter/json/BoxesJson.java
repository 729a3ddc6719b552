package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.BoxReport;
import io.heddle.exporter.http.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * {@code {"boxes": […]}}.
 *
 * @param boxes in the order in which they are to be shown
 */
public record BoxesJson(List<BoxReport> boxes) implements Reply.Body {
  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("boxes");
      for (BoxReport box : boxes) {
        json.writeStartObject();
        Json.text(json, "id", box.id());
        Json.text(json, "runner", box.runner());
        Json.text(json, "name", box.name());
        Json.text(json, "state", box.state());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }
}
