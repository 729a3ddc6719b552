package io.heddle.api;

import org.jspecify.annotations.Nullable;

/**
 * Network figures of a box, such as a container, that the application knows and the agent cannot
 * see. Each is null where unknown. Implementations are thread-safe and answer at once.
 */
public interface BoxNetwork {
  /** Bytes from the host to the guest so far. */
  @Nullable Long bytesSent();

  /** Bytes from the guest to the host so far. */
  @Nullable Long bytesReceived();

  /** Connections of TCP that are established now. */
  @Nullable Long tcpConnections();

  /** Attempts to connect by TCP that have failed so far. */
  @Nullable Long tcpErrors();

  /**
   * Says where the figures of a box come from, in place of what was said before.
   *
   * @param boxId as the daemon or the application calls it
   */
  static void provide(String boxId, BoxNetwork stats) {}
}
