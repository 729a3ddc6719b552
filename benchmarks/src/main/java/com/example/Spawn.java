package com.example;

import java.io.IOException;

/** An application that runs one process in a method that a rule names. */
public final class Spawn {
  private Spawn() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.exit(spawn());
  }

  static int spawn() throws IOException, InterruptedException {
    return new ProcessBuilder("true").start().waitFor();
  }
}
