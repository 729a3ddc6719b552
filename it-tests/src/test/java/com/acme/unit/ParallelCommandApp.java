package com.acme.unit;

import java.util.ArrayList;
import java.util.List;

/** Runs its arguments as a command, three times at once, and waits for all. */
public final class ParallelCommandApp {
  private ParallelCommandApp() {}

  public static void main(String[] arguments) throws Exception {
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      children.add(new ProcessBuilder(arguments).start());
    }
    for (Process child : children) {
      System.out.println("exit " + child.waitFor());
    }
  }
}
