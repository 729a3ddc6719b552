package io.heddle.exporter.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response that is not written yet.
 *
 * @param status of HTTP
 * @param headers that belong to this response, the type of its body included
 * @param body writes the body
 */
public record Response(int status, Map<String, String> headers, Body body) {
  /** Content type of every JSON body. */
  public static final String JSON = "application/json; charset=utf-8";

  /** Returns a response whose only header is the type of its body. */
  public static Response of(int status, String contentType, Body body) {
    return new Response(status, Map.of("Content-Type", contentType), body);
  }

  /** Returns a response that says what is wrong, as one JSON object. */
  public static Response error(int status, String sentence) {
    return of(status, JSON, FixedBody.error(sentence));
  }

  /** Returns a response for a request that is one too many at the moment. */
  public static Response busy(String sentence) {
    return error(503, sentence).with("Retry-After", "1");
  }

  /** Returns this response with one more header. */
  public Response with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, more, body);
  }

  /** Writes a body. A body that may be long is sent while it is written. */
  public interface Body {
    /** Writes the body once; does not close the stream. */
    void writeTo(OutputStream out) throws IOException;

    /** Returns the most bytes that writing holds beside {@code out}; called before it begins. */
    default long heldBytes() {
      return 0;
    }

    /**
     * Records that the body has been written.
     *
     * @param nanos time that this took, without the time that a client or another response took
     */
    default void written(long nanos) {}
  }

  /**
   * A body of a few bytes that exist already, so that it waits for nothing.
   *
   * @param text of the body, in UTF-8
   */
  public record FixedBody(String text) implements Body {
    static FixedBody error(String sentence) {
      char[] quoted = JsonStringEncoder.getInstance().quoteAsString(sentence);
      return new FixedBody("{\"error\":\"" + String.valueOf(quoted) + "\"}");
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
}
