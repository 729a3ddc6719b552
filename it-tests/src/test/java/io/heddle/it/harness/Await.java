package io.heddle.it.harness;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits for a condition, at most half a minute unless told otherwise. */
public final class Await {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private Await() {}

  /** Polls every 20 ms, and returns the first value that meets the condition. */
  public static <T> T until(Callable<T> question, Predicate<T> condition) {
    return until(question, condition, TIMEOUT);
  }

  /** Polls likewise, for as long as is given. */
  public static <T> T until(Callable<T> question, Predicate<T> condition, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        T answer = question.call();
        if (condition.test(answer)) {
          return answer;
        }
        if (System.nanoTime() > deadline) {
          throw new AssertionError("not within " + timeout + ", the last answer is " + answer);
        }
        Thread.sleep(20);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
