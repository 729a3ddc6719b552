package io.heddle.exporter;

/**
 * The address that the server listens on.
 *
 * @param host a name or address of this machine
 * @param port 0 to 65535; 0 is any free port; another one may move up by 15 if it is taken
 */
public record ListenAddress(String host, int port) {
  /**
   * Checks the port.
   *
   * @throws IllegalArgumentException in one sentence
   */
  public ListenAddress {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("exporter.port must be 0 to 65535, not " + port);
    }
  }
}
