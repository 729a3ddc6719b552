package io.heddle.agent.weave.thread;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits on a thread of the application without being interrupted: an interrupt is meant for the
 * application, so the wait goes on, and the thread is interrupted again afterwards.
 */
public final class UninterruptibleWait {
  /** A wait with a time limit. */
  private interface Wait {
    /** Waits at most this long, and returns true if the wait is over. */
    boolean over(long millis) throws InterruptedException;
  }

  // no lambdas: to link the first one takes more stack than there may be

  private record End(Thread thread) implements Wait {
    @Override
    public boolean over(long millis) throws InterruptedException {
      thread.join(millis);
      return !thread.isAlive();
    }
  }

  private record Latch(CountDownLatch latch) implements Wait {
    @Override
    public boolean over(long millis) throws InterruptedException {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    }
  }

  private UninterruptibleWait() {}

  /**
   * Waits for the end of a thread.
   *
   * @return false if it has not ended after so long
   */
  public static boolean forEnd(Thread thread, long longestMillis) {
    return until(new End(thread), longestMillis);
  }

  /**
   * Waits for a latch.
   *
   * @return false if it has not been counted down after so long
   */
  public static boolean forLatch(CountDownLatch latch, long longestMillis) {
    return until(new Latch(latch), longestMillis);
  }

  private static boolean until(Wait wait, long longestMillis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(longestMillis);
    boolean interrupted = false;
    try {
      while (true) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        try {
          if (wait.over(Math.max(1, left))) {
            return true;
          }
          if (left <= 0) {
            return false;
          }
        } catch (InterruptedException e) {
          interrupted = true; // cleared on the thread by now: the next wait does wait
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
