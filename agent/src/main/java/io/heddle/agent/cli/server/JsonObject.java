package io.heddle.agent.cli.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that was read from a target. Fields that are absent, null or of another type read
 * as nothing, so that an answer of a later version, with more in it, can be read.
 */
public final class JsonObject {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** An object without fields. */
  public static final JsonObject EMPTY = new JsonObject(Map.of());

  private final Map<String, Object> fields;

  private JsonObject(Map<String, Object> fields) {
    this.fields = fields;
  }

  /**
   * Reads one object.
   *
   * @throws IOException if the text is not a JSON object
   */
  public static JsonObject parse(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return parse(parser);
    }
  }

  /** Reads one object in UTF-8; the errors are those of {@link #parse(String)}. */
  static JsonObject parse(byte[] text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return parse(parser);
    }
  }

  private static JsonObject parse(JsonParser parser) throws IOException {
    if (parser.nextToken() == JsonToken.START_OBJECT) {
      return readObject(parser);
    }
    throw new IOException("not a JSON object");
  }

  /** Returns a scalar as text, or null if there is none. */
  public @Nullable String text(String name) {
    Object value = fields.get(name);
    return isScalar(value) ? String.valueOf(value) : null;
  }

  /** Returns a scalar as text, or another text if there is none. */
  public String textOr(String name, String absent) {
    String text = text(name);
    return text == null ? absent : text;
  }

  /** Returns all scalars as text by their names. */
  public Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    fields.forEach(
        (name, value) -> {
          if (isScalar(value)) {
            texts.put(name, String.valueOf(value));
          }
        });
    return texts;
  }

  /** Returns a number, or NaN if there is none. */
  public double number(String name) {
    return fields.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** Returns true if the field is true; false also if it is absent. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  /** Returns an object inside this one, or an empty one if there is none. */
  public JsonObject object(String name) {
    return fields.get(name) instanceof JsonObject json ? json : EMPTY;
  }

  /** Returns the objects of an array; empty if there is none. */
  public List<JsonObject> objects(String name) {
    List<JsonObject> objects = new ArrayList<>();
    for (Object element : array(name)) {
      if (element instanceof JsonObject json) {
        objects.add(json);
      }
    }
    return objects;
  }

  /** Returns the scalars of an array as text; empty if there is none. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : array(name)) {
      if (isScalar(element)) {
        texts.add(String.valueOf(element));
      }
    }
    return texts;
  }

  private List<?> array(String name) {
    return fields.get(name) instanceof List<?> list ? list : List.of();
  }

  private static boolean isScalar(@Nullable Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  private static JsonObject readObject(JsonParser parser) throws IOException {
    Map<String, Object> fields = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      Object value = readValue(parser);
      if (value != null) {
        fields.put(name, value);
      }
    }
    return new JsonObject(fields);
  }

  private static List<Object> readArray(JsonParser parser) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = readValue(parser);
      if (value != null) {
        elements.add(value);
      }
    }
    return elements;
  }

  private static @Nullable Object readValue(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IOException("the JSON ends early");
    }
    return switch (token) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> readArray(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }
}
