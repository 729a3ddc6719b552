package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heddle.exporter.http.Response;
import io.heddle.exporter.report.BoxFigures;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one box as one flat object, its durations in {@code boot_timing}.
 *
 * @param figures of the box
 */
public record BoxFiguresJson(BoxFigures figures) implements Response.Body {
  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (JsonGenerator json = JsonWriter.to(out)) {
      json.writeStartObject();
      write(json, figures.values());
      json.writeObjectFieldStart("boot_timing");
      write(json, figures.bootTiming());
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, Map<String, @Nullable Number> values)
      throws IOException {
    for (Map.Entry<String, @Nullable Number> value : values.entrySet()) {
      Number number = value.getValue();
      JsonWriter.number(json, value.getKey(), number == null ? Double.NaN : number.doubleValue());
    }
  }
}
