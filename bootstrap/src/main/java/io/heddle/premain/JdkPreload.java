package io.heddle.premain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A thread that loads what every start needs of the JDK, sockets and the environment, while the
 * start defines Heddle's own classes: 60 classes that are not in the JDK's archive, a sixth of what
 * Heddle adds to hello world. Nothing is bound, and nothing is kept.
 */
final class JdkPreload extends Thread {
  private JdkPreload() {
    super(null, null, "heddle-preload", 0, false);
  }

  /** Starts the thread where there is a processor for it. */
  static void begin() {
    if (Runtime.getRuntime().availableProcessors() > 1) {
      JdkPreload thread = new JdkPreload();
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
    }
  }

  @Override
  public void run() {
    try (ServerSocket unbound = new ServerSocket()) {
      InetAddress.getLoopbackAddress();
      unbound.getReuseAddress(); // creates the socket
      System.getenv();
    } catch (IOException | RuntimeException | LinkageError e) {
      // the start meets the same, and reports it
    }
  }
}
