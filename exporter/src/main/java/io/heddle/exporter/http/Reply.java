package io.heddle.exporter.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An answer that is not written yet.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body writes it
 */
public record Reply(int status, String contentType, Body body) {
  /** The type of every JSON answer. */
  public static final String JSON = "application/json; charset=utf-8";

  /** Writes a body. */
  public interface Body {
    /** Writes it once; does not close the stream. */
    void writeTo(OutputStream out) throws IOException;

    /** False if it takes next to nothing: then it does not wait for its turn. */
    default boolean isCostly() {
      return true;
    }

    /** True if it may be too large for memory: then it goes out while it is written. */
    default boolean isStreamed() {
      return false;
    }
  }
}
