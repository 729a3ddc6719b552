package io.heddle.agent.box;

import org.jspecify.annotations.Nullable;

/** Reads the network figures of a box, on the exporter's threads. A result of null is unknown. */
interface BoxNetwork {
  /** Returns the bytes from the host to the guest so far. */
  @Nullable Long bytesSent() throws Throwable;

  /** Returns the bytes from the guest to the host so far. */
  @Nullable Long bytesReceived() throws Throwable;

  /** Returns the number of connections that are established now. */
  @Nullable Long tcpConnections() throws Throwable;

  /** Returns the number of attempts to connect that failed so far. */
  @Nullable Long tcpErrors() throws Throwable;
}
