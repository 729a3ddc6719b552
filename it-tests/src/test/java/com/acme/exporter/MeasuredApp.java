package com.acme.exporter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Does a round of known things for each line that it reads, and says so. A round is 250 calls of
 * quick, 50 of fails, 10 of pause for 30 ms and 2 children. The argument is a file to which it
 * writes the longest pause in nanoseconds.
 */
public final class MeasuredApp {
  private long longest;

  private MeasuredApp() {}

  public static void main(String[] arguments) throws Exception {
    MeasuredApp app = new MeasuredApp();
    System.out.println("ready");
    for (int round = 1; System.in.read() == '\n'; round++) {
      app.round();
      Files.writeString(Path.of(arguments[0]), Long.toString(app.longest));
      System.out.println("round " + round);
    }
  }

  private void round() throws Exception {
    for (int i = 0; i < 250; i++) {
      quick(i);
    }
    for (int i = 0; i < 50; i++) {
      try {
        fails();
      } catch (IllegalStateException e) {
        // it is meant to
      }
    }
    for (int i = 0; i < 10; i++) {
      long begin = System.nanoTime();
      pause();
      longest = Math.max(longest, System.nanoTime() - begin);
    }
    child("exit 0");
    child("exit 3");
  }

  int quick(int i) {
    return i + 1;
  }

  void fails() {
    throw new IllegalStateException();
  }

  void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(30);
  }

  private static void child(String line) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", line).start().waitFor();
  }
}
