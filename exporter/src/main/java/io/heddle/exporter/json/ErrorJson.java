package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.http.Reply;
import java.io.IOException;
import java.io.OutputStream;

/**
 * {@code {"error": …}}.
 *
 * @param sentence what is wrong
 */
public record ErrorJson(String sentence) implements Reply.Body {
  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      Json.text(json, "error", sentence);
      json.writeEndObject();
    }
  }
}
