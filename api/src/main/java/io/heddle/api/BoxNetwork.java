package io.heddle.api;

import org.jspecify.annotations.Nullable;

/**
 * Network figures of a box, such as a container, that the application knows and the agent cannot
 * see. Each counts from the start of the box and is null where unknown. Implementations are
 * thread-safe and answer at once.
 */
public interface BoxNetwork {
  /** Bytes that it sent. */
  @Nullable Long bytesSent();

  /** Bytes that it received. */
  @Nullable Long bytesReceived();

  /** Connections of TCP that it opened. */
  @Nullable Long tcpConnections();

  /** Connections of TCP that failed. */
  @Nullable Long tcpErrors();

  /**
   * Says where the figures of a box come from, in place of what was said before.
   *
   * @param boxId as the daemon or the application calls it
   */
  static void provide(String boxId, BoxNetwork stats) {}
}
