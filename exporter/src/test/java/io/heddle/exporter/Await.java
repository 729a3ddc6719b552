package io.heddle.exporter;

import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits for a condition, at most twenty seconds. */
public final class Await {
  private static final long NANOS = 20_000_000_000L;

  private Await() {}

  /** Asks again and again, and returns the first answer that meets the condition. */
  public static <T> T until(Callable<T> question, Predicate<T> condition) throws Exception {
    long deadline = System.nanoTime() + NANOS;
    T answer = question.call();
    while (!condition.test(answer)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the last answer is " + answer);
      }
      Thread.sleep(10);
      answer = question.call();
    }
    return answer;
  }
}
