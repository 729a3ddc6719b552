package com.acme.exporter;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls six methods with 2,000 label values each. Then, from one line of its input to the next, it
 * allocates arrays of 10 MB and says how many there was no room for.
 */
public final class SmallHeapApp {
  private static final int VALUES = 2_000;
  private static final int ARRAY = 10_000_000;

  private SmallHeapApp() {}

  public static void main(String[] arguments) throws Exception {
    String tail = "-of-a-tool-that-has-a-rather-long-name-such-as-people-give";
    for (int run = 0; run < 3; run++) {
      for (int i = 0; i < VALUES; i++) {
        String value = i + tail;
        one(value);
        two(value);
        three(value);
        four(value);
        five(value);
        six(value);
      }
    }
    System.out.println("ready: heap");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    in.readLine();
    AtomicBoolean stop = new AtomicBoolean();
    Thread allocating = new Thread(() -> allocate(stop));
    allocating.start();
    in.readLine();
    stop.set(true);
    allocating.join();
  }

  private static void allocate(AtomicBoolean stop) {
    int allocated = 0;
    int failed = 0;
    long sum = 0;
    while (!stop.get()) {
      try {
        byte[] array = new byte[ARRAY];
        array[allocated % ARRAY] = 1;
        sum += array[array.length / 2];
      } catch (OutOfMemoryError e) {
        failed++;
      }
      if (++allocated == 101) {
        System.out.println("more than 100");
      }
      LockSupport.parkNanos(20_000_000L);
    }
    System.out.println("allocated " + allocated + " failed " + failed + " of " + sum);
  }

  static void one(String value) {}

  static void two(String value) {}

  static void three(String value) {}

  static void four(String value) {}

  static void five(String value) {}

  static void six(String value) {}
}
