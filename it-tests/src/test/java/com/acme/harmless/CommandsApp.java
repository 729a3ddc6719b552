package com.acme.harmless;

import java.util.Arrays;
import java.util.List;

/** Runs the commands in its arguments, parted by {@code --}, and prints the status of each. */
public final class CommandsApp {
  private CommandsApp() {}

  public static void main(String[] arguments) throws Exception {
    List<String> rest = Arrays.asList(arguments);
    while (!rest.isEmpty()) {
      int end = rest.indexOf("--") < 0 ? rest.size() : rest.indexOf("--");
      Process child = new ProcessBuilder(rest.subList(0, end)).inheritIO().start();
      System.out.println("status " + child.waitFor());
      rest = rest.subList(Math.min(rest.size(), end + 1), rest.size());
    }
  }
}
