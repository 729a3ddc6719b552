package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.http.Reply;
import java.io.IOException;
import java.io.OutputStream;

/**
 * {@code {"status": …}}.
 *
 * @param status one word
 */
public record HealthJson(String status) implements Reply.Body {
  @Override
  public boolean isCostly() {
    return false;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = Json.to(out)) {
      json.writeStartObject();
      json.writeStringField("status", status);
      json.writeEndObject();
    }
  }
}
