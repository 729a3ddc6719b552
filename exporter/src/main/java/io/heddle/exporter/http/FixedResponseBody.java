package io.heddle.exporter.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A body of a few bytes that exist already, so that it waits for nothing.
 *
 * @param text of the body, in UTF-8
 */
public record FixedResponseBody(String text) implements Response.Body {
  static FixedResponseBody error(String sentence) {
    char[] quoted = JsonStringEncoder.getInstance().quoteAsString(sentence);
    return new FixedResponseBody("{\"error\":\"" + String.valueOf(quoted) + "\"}");
  }

  /** Returns the whole body. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes());
  }
}
