package com.acme.top;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Does what each line of its standard input says: {@code tool NAME TIMES MILLIS}, {@code fail NAME
 * TIMES}, {@code step TIMES}, {@code park NAME}, {@code hostile}, {@code busy}; and answers {@code
 * #N MEDIAN LONGEST}, what the tools took in nanoseconds by its own clock.
 */
public final class ToldApp {
  private ToldApp() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println("#" + ++number + " " + answer(line.split(" ")));
    }
  }

  private static String answer(String[] words) throws InterruptedException {
    switch (words[0]) {
      case "tool" -> {
        return tools(words[1], Integer.parseInt(words[2]), Long.parseLong(words[3]));
      }
      case "fail" -> {
        for (int i = 0; i < Integer.parseInt(words[2]); i++) {
          failing(words[1]);
        }
      }
      case "step" -> {
        for (int i = 0; i < Integer.parseInt(words[1]); i++) {
          step(i);
        }
      }
      case "hostile" -> tool("\u001b[2J\u001b]0;owned\u0007\u202Eevil\r\nrow", 1);
      case "park" -> park(words[1]);
      case "busy" -> busy();
      default -> throw new IllegalArgumentException(words[0]);
    }
    return "done";
  }

  private static String tools(String name, int times, long millis) {
    long[] took = new long[times];
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      tool(name, millis);
      took[i] = System.nanoTime() - begin;
    }
    Arrays.sort(took);
    return took[(times - 1) / 2] + " " + took[times - 1];
  }

  private static void failing(String name) {
    try {
      fail(name);
    } catch (IllegalStateException e) {
      // what the application does with it is of no matter
    }
  }

  /** Counts and takes this long. */
  static void tool(String name, long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      LockSupport.parkNanos(end - now);
    }
  }

  static void fail(String name) {
    throw new IllegalStateException(name);
  }

  /** Begins a run in a thread of its own that never ends. */
  private static void park(String name) throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    Thread thread = new Thread(() -> parked(name, inside), "parked-" + name);
    thread.setDaemon(true);
    thread.start();
    inside.await();
  }

  static void parked(String name, CountDownLatch inside) {
    inside.countDown();
    while (true) {
      LockSupport.park();
    }
  }

  /** Begins to run tools and calls all the time. */
  private static void busy() {
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                tool("search", 5);
                step(3);
                failing("broken");
              }
            },
            "busy");
    thread.setDaemon(true);
    thread.start();
  }

  static int step(int number) {
    return 3 * number + 1;
  }
}
