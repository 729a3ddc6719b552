package io.heddle.exporter.http;

import java.util.Locale;

/** The reason why a connection was closed before its client had the whole response. */
public enum CloseReason {
  /** The connection made way for another connection or response. */
  EVICTED,
  /** The client took too long to send a request or to take a response. */
  DEADLINE,
  /** The client left before it had the whole response. */
  CLIENT_GONE,
  /** Something failed while the response went out. */
  FAILED,
  /** Too many responses were being made: this one had to wait too long between two pieces. */
  NO_TURN,
  /** All connections were busy: this one was closed without a response. */
  NO_ROOM;

  /** Returns the value of the label {@code reason}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
