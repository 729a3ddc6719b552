package com.acme.harness;

import java.util.concurrent.CountDownLatch;

/** What rules name. */
public final class Work {
  private Work() {}

  public static int step(int number) {
    return 3 * number + 1;
  }

  /** Returns once {@code free} is open. */
  public static String park(CountDownLatch inside, CountDownLatch free)
      throws InterruptedException {
    inside.countDown();
    free.await();
    return "freed";
  }
}
