package io.heddle.it.field.suite.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;

/**
 * Cuts a suite into phases. Each is announced with {@code phase: N}, and goes on while the test
 * that reads this does something about it; the next one begins when that has been answered with a
 * line. Confined to the thread that runs the tests.
 */
final class Phases {
  private final int count;
  private final BufferedReader in;
  private final PrintStream out;
  private int current;

  Phases(int count, BufferedReader in, PrintStream out) {
    this.count = count;
    this.in = in;
    this.out = out;
  }

  /** So many of all test classes have ended. */
  void progress(int ended, int all) throws IOException {
    while (current < count && (long) ended * (count + 1) >= (long) (current + 1) * all) {
      end();
      current++;
      out.println("phase: " + current);
    }
  }

  /** Waits for the answer to the present phase, if there is one. */
  void end() throws IOException {
    if (current > 0) {
      in.readLine();
    }
  }
}
