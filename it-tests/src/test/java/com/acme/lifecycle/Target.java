package com.acme.lifecycle;

import java.util.BitSet;
import java.util.concurrent.CountDownLatch;

/** What rules name that come and go while threads call it. */
public final class Target {
  private Target() {}

  public static int kept(int number) {
    return 3 * number;
  }

  public static int changed(String kind) {
    return kind.length();
  }

  public static int moved(int number) {
    return number + 1;
  }

  public static int gone(int number) {
    return number - 1;
  }

  /** A method of the JDK, whose code finds its probe by the id at each call. */
  public static boolean bits(BitSet bits) {
    bits.flip(1);
    return bits.get(1);
  }

  /** Returns once {@code free} is open. */
  public static String keptLong(CountDownLatch inside, CountDownLatch free)
      throws InterruptedException {
    inside.countDown();
    free.await();
    return "freed";
  }

  /** Returns once {@code free} is open. */
  public static String goneLong(CountDownLatch inside, CountDownLatch free)
      throws InterruptedException {
    inside.countDown();
    free.await();
    return "freed";
  }
}
