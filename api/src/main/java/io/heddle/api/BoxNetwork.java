package io.heddle.api;

import org.jspecify.annotations.Nullable;

/**
 * Network figures of a box, such as a container, that the application knows and the agent cannot
 * see. Each is null where unknown. Implementations are thread-safe and return without waiting.
 */
public interface BoxNetwork {
  /** Returns the bytes sent from the host to the guest so far. */
  @Nullable Long bytesSent();

  /** Returns the bytes sent from the guest to the host so far. */
  @Nullable Long bytesReceived();

  /** Returns the number of TCP connections that are established now. */
  @Nullable Long tcpConnections();

  /** Returns the number of attempts to connect by TCP that have failed so far. */
  @Nullable Long tcpErrors();

  /**
   * Sets the source of the figures of a box, in place of an earlier one.
   *
   * @param boxId id that the daemon or the application gave to the box
   */
  static void provide(String boxId, BoxNetwork stats) {}
}
