package com.acme.harness;

import java.io.IOException;

/** Where an application stands still so that a test can look at it. */
public final class Pause {
  private Pause() {}

  /** Says {@code ready: what} and waits for a line on stdin. */
  public static void at(String what) throws IOException {
    System.out.println("ready: " + what);
    int read = System.in.read();
    while (read != '\n' && read >= 0) {
      read = System.in.read();
    }
    if (read < 0) {
      Runtime.getRuntime().halt(0);
    }
  }
}
