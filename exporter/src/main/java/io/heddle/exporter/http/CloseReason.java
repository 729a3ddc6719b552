package io.heddle.exporter.http;

import java.util.Locale;

/** Why a connection was closed before its client had what it asked for. */
public enum CloseReason {
  /** It made way for another connection or response. */
  EVICTED,
  /** Its client took too long to send a request or to take a response. */
  DEADLINE,
  /** Its client left before it had the whole response. */
  CLIENT_GONE,
  /** Something failed while the response went out. */
  FAILED,
  /** Too many responses were being made: it had to wait too long between two pieces. */
  NO_TURN,
  /** All connections were busy: it was closed without a word. */
  NO_ROOM;

  /** The value of the label {@code reason}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
