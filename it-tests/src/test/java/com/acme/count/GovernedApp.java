package com.acme.count;

import com.acme.harness.Pause;

/** A method that is called millions of times a second, and is slow once in a while. */
public final class GovernedApp {
  private static final int SLOW_EVERY = 1_000_000;
  private static long state;

  private GovernedApp() {}

  public static void main(String[] arguments) throws Exception {
    long seconds = Long.parseLong(arguments[0]);
    long end = System.nanoTime() + seconds * 1_000_000_000;
    long calls = 0;
    long slow = 0;
    long failed = 0;
    while (System.nanoTime() - end < 0) {
      for (int i = 0; i < SLOW_EVERY; i++) {
        work(i);
      }
      work(-30);
      try {
        work(-1_000);
      } catch (IllegalArgumentException expected) {
        failed++;
      }
      calls += SLOW_EVERY + 1;
      slow++;
    }
    System.out.println("state " + state);
    Pause.at("called " + calls + " slow " + slow + " failed " + failed + ";");
    work(1);
    Pause.at("again");
  }

  /** Negative: sleeps for so many milliseconds, at most 999. */
  static void work(int value) throws InterruptedException {
    if (value == -1_000) {
      throw new IllegalArgumentException();
    }
    if (value < 0) {
      Thread.sleep(-value);
    }
    state += value;
  }
}
