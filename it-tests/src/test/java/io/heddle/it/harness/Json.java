package io.heddle.it.harness;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One value of a document in JSON. */
public record Json(@Nullable Object value) {
  /** Fails unless the text is exactly one well-formed value. */
  public static Json parse(String text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      Json json = new Json(value(parser));
      if (parser.nextToken() != null) {
        throw new AssertionError("more than one value: " + text);
      }
      return json;
    }
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new AssertionError("not JSON: " + parser.currentToken());
    };
  }

  private static Map<String, Json> object(JsonParser parser) throws IOException {
    Map<String, Json> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      if (object.put(key, new Json(value(parser))) != null) {
        throw new AssertionError("twice in one object: " + key);
      }
    }
    return object;
  }

  private static List<Json> array(JsonParser parser) throws IOException {
    List<Json> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(new Json(value(parser)));
    }
    return array;
  }

  /** The keys of an object. */
  public Set<String> keys() {
    return asObject().keySet();
  }

  /** A member of an object; fails if there is none. */
  public Json get(String key) {
    Json member = asObject().get(key);
    if (member == null) {
      throw new AssertionError("no " + key + " in " + this);
    }
    return member;
  }

  @SuppressWarnings("unchecked") // parse() makes no other maps
  private Map<String, Json> asObject() {
    if (value instanceof Map) {
      return (Map<String, Json>) value;
    }
    throw new AssertionError("not an object: " + value);
  }

  @SuppressWarnings("unchecked") // parse() makes no other lists
  public List<Json> list() {
    if (value instanceof List) {
      return (List<Json>) value;
    }
    throw new AssertionError("not an array: " + value);
  }

  /** The element of an array of objects whose member {@code key} is {@code expected}. */
  public Json with(String key, String expected) {
    for (Json one : list()) {
      if (expected.equals(one.get(key).value())) {
        return one;
      }
    }
    throw new AssertionError("none with " + key + " " + expected + " in " + this);
  }

  public double number() {
    if (value instanceof Double number) {
      return number;
    }
    throw new AssertionError("not a number: " + value);
  }
}
