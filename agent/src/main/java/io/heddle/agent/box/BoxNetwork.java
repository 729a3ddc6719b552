package io.heddle.agent.box;

import org.jspecify.annotations.Nullable;

/** What tells of the network of a box. Asked on the exporter's threads; null is unknown. */
interface BoxNetwork {
  /** Bytes from the host to the guest so far. */
  @Nullable Long bytesSent() throws Throwable;

  /** Bytes from the guest to the host so far. */
  @Nullable Long bytesReceived() throws Throwable;

  /** Established connections now. */
  @Nullable Long tcpConnections() throws Throwable;

  /** Attempts to connect that failed so far. */
  @Nullable Long tcpErrors() throws Throwable;
}
