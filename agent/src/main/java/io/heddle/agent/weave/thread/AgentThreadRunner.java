package io.heddle.agent.weave.thread;

import java.util.concurrent.ThreadFactory;

/**
 * Runs tasks on a thread of the agent and waits for them: those that need more stack than is left,
 * and those whose class loads a transformer must see. Inside a transformation the JVM passes no
 * class that the same thread loads or weaves to a transformer.
 */
public final class AgentThreadRunner {
  // the thread that waits may hold the lock of a loader
  private static final long LONGEST_WAIT_MILLIS = 5_000;

  private AgentThreadRunner() {}

  /** Runs a task; returns false if it has not ended after five seconds, and goes on. */
  public static boolean run(Runnable task, ThreadFactory threads) {
    Thread thread = threads.newThread(task);
    thread.setName("heddle-weaver");
    thread.start();
    return UninterruptibleWait.forEnd(thread, LONGEST_WAIT_MILLIS);
  }
}
