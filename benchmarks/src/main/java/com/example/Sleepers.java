package com.example;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An application with idle children, as many as it is told, until its input ends. */
public final class Sleepers {
  private Sleepers() {}

  /** The argument is how many. */
  public static void main(String[] arguments) throws IOException {
    List<Process> children = new ArrayList<>();
    try {
      for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
        children.add(new ProcessBuilder("sleep", "600").start());
      }
      System.out.println("ready");
      while (System.in.read() >= 0) {
        // nobody says anything
      }
    } finally {
      children.forEach(Process::destroy);
    }
  }
}
