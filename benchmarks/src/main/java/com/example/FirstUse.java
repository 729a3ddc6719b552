package com.example;

import java.io.IOException;

/**
 * An application that says how long its thread takes to call the first method that a rule names, or
 * to start its first child process, in microseconds.
 */
public final class FirstUse {
  private FirstUse() {}

  /**
   * Measures; the arguments are {@code class} or {@code child}, and milliseconds to wait before.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    boolean child = arguments[0].equals("child");
    Thread.sleep(Long.parseLong(arguments[1]));
    long begin = System.nanoTime();
    if (child) {
      new ProcessBuilder("true").start();
    } else {
      Named.method();
    }
    System.out.println("took " + (System.nanoTime() - begin) / 1_000);
  }

  /** The class that the rule names. */
  static final class Named {
    private Named() {}

    static void method() {}
  }
}
