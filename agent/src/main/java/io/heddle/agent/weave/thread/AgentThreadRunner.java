package io.heddle.agent.weave.thread;

import java.util.concurrent.ThreadFactory;

/**
 * Runs tasks on a thread of Heddle's and waits for them: those that need more stack than is left,
 * and those that must be seen to load classes. Inside a transformation the JVM passes no class that
 * the same thread loads or weaves to a transformer.
 */
public final class AgentThreadRunner {
  // whoever waits may hold the lock of a loader
  private static final long LONGEST_WAIT_MILLIS = 5_000;

  private AgentThreadRunner() {}

  /** Runs a task; false if it has not ended after five seconds, and goes on. */
  public static boolean run(Runnable task, ThreadFactory threads) {
    Thread thread = threads.newThread(task);
    thread.start();
    return UninterruptibleWait.forEnd(thread, LONGEST_WAIT_MILLIS);
  }
}
