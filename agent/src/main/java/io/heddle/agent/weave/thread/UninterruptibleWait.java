package io.heddle.agent.weave.thread;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits on a thread of the application. Whether that is interrupted is between the application and
 * itself: the wait goes on, and the thread is interrupted afterwards as it was before.
 */
public final class UninterruptibleWait {
  /** One wait, which ends in time. */
  private interface Wait {
    /** Waits at most so long, and returns true if it is over. */
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
  static boolean forEnd(Thread thread, long longestMillis) {
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
          interrupted = true; // and the thread is not any more: the next wait is one
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
