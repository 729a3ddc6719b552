package io.heddle.exporter.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A few bytes that are there already: they wait for nothing.
 *
 * @param text of the body, in UTF-8
 */
public record FixedBody(String text) implements Response.Body {
  static FixedBody error(String sentence) {
    char[] quoted = JsonStringEncoder.getInstance().quoteAsString(sentence);
    return new FixedBody("{\"error\":\"" + String.valueOf(quoted) + "\"}");
  }

  /** All of it. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes());
  }
}
