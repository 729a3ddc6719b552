package io.heddle.exporter.http.connection;

/**
 * How a client wants its response.
 *
 * @param headOnly without the body
 * @param keepAlive the connection goes on afterwards
 * @param old it speaks HTTP/1.0 and knows no chunks
 * @param gzip the body is compressed
 */
record ResponseOptions(boolean headOnly, boolean keepAlive, boolean old, boolean gzip) {
  /** The delivery of a few bytes to whoever asked in such a way that nothing more can be said. */
  static final ResponseOptions LAST = new ResponseOptions(false, false, false, false);

  /** The same for a body that is not worth compressing. */
  ResponseOptions plain() {
    return new ResponseOptions(headOnly, keepAlive, old, false);
  }
}
