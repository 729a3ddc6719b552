package io.heddle.exporter.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response that is not written yet.
 *
 * @param status of HTTP
 * @param headers that belong to this response, the type of its body included
 * @param body writes it
 */
public record Response(int status, Map<String, String> headers, Body body) {
  /** The type of every JSON body. */
  public static final String JSON = "application/json; charset=utf-8";

  /** A response without headers of its own but for the type of its body. */
  public static Response of(int status, String contentType, Body body) {
    return new Response(status, Map.of("Content-Type", contentType), body);
  }

  /** A response that says what is wrong, as one JSON object. */
  public static Response error(int status, String sentence) {
    return of(status, JSON, FixedResponseBody.error(sentence));
  }

  /** A response to whoever is one too many at the moment. */
  public static Response busy(String sentence) {
    return error(503, sentence).with("Retry-After", "1");
  }

  /** This response and one more header. */
  public Response with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, more, body);
  }

  /** Writes a body. What may be long goes out while it is written. */
  public interface Body {
    /** Writes it once; does not close the stream. */
    void writeTo(OutputStream out) throws IOException;

    /** Bytes that it holds while it is written, at most and beside {@code out}; asked before. */
    default long heldBytes() {
      return 0;
    }

    /**
     * It has been written.
     *
     * @param nanos that this took, without those that a client or another response took
     */
    default void written(long nanos) {}
  }
}
