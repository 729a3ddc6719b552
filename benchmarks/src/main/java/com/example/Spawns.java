package com.example;

import java.io.IOException;
import java.util.Arrays;

/** An application that runs one process after the other, and tells what the median one took. */
public final class Spawns {
  private Spawns() {}

  /** Arguments: how many that do not count, and how many that do. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int warm = Integer.parseInt(arguments[0]);
    long[] starts = new long[Integer.parseInt(arguments[1])];
    long[] runs = new long[starts.length];
    for (int i = -warm; i < starts.length; i++) {
      long begin = System.nanoTime();
      Process child = new ProcessBuilder("true").start();
      long started = System.nanoTime();
      child.waitFor();
      if (i >= 0) {
        starts[i] = started - begin;
        runs[i] = System.nanoTime() - begin;
      }
    }
    Arrays.sort(starts);
    Arrays.sort(runs);
    System.out.println("median " + starts[starts.length / 2] + " " + runs[runs.length / 2]);
  }
}
