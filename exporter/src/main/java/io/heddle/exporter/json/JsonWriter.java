package io.heddle.exporter.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.LabelText;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the parts that all JSON bodies have in common. */
final class JsonWriter {
  // what fails in the middle must not look whole: brackets are not closed for it
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .build();

  /** Bytes of a list of rules at most, and of any other list besides its elements. */
  static final long LIST_BYTES = 256 * 1024;

  private JsonWriter() {}

  static JsonGenerator to(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /** Writes a text field, null if the value is unknown. */
  static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, LabelText.wellFormed(value));
    }
  }

  /** Writes a number field: whole numbers without a point; NaN and infinite values as null. */
  static void number(JsonGenerator json, String name, double value) throws IOException {
    json.writeFieldName(name);
    if (!Double.isFinite(value)) {
      json.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
      json.writeNumber((long) value);
    } else {
      json.writeNumber(value);
    }
  }

  /** Writes a number field, null if the value is below zero. */
  static void count(JsonGenerator json, String name, long value) throws IOException {
    if (value < 0) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value);
    }
  }

  static void labels(JsonGenerator json, LabelSet labels) throws IOException {
    json.writeObjectFieldStart("labels");
    for (int i = 0; i < labels.names().size(); i++) {
      json.writeStringField(labels.names().get(i), labels.values().get(i));
    }
    json.writeEndObject();
  }
}
