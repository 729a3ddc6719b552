package io.heddle.agent.weave;

import java.util.concurrent.ThreadFactory;

/**
 * Runs tasks on a thread of Heddle's and waits for them. Inside a transformation the JVM passes no
 * class that the same thread loads or weaves to a transformer, so these must be woven elsewhere.
 */
final class Aside {
  // whoever waits may hold the lock of a loader
  private static final long LONGEST_WAIT_MILLIS = 5_000;

  private Aside() {}

  static void run(Runnable task, ThreadFactory threads) {
    Thread thread = threads.newThread(task);
    thread.start();
    try {
      thread.join(LONGEST_WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
