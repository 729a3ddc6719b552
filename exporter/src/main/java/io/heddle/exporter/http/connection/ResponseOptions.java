package io.heddle.exporter.http.connection;

/**
 * The options of a response, as its client wants them.
 *
 * @param headOnly true to send no body
 * @param keepAlive true if the connection goes on afterwards
 * @param old true if the client speaks HTTP/1.0 and knows no chunks
 * @param gzip true to compress the body
 */
record ResponseOptions(boolean headOnly, boolean keepAlive, boolean old, boolean gzip) {
  /** Options of an error after which the connection is closed, as its request is not readable. */
  static final ResponseOptions LAST = new ResponseOptions(false, false, false, false);

  /** Returns these options without compression, for a body that is not worth it. */
  ResponseOptions plain() {
    return new ResponseOptions(headOnly, keepAlive, old, false);
  }
}
