package com.acme.field;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts children and says how its own system calls them. */
public final class ParentApp {
  private static final List<Process> CHILDREN = new ArrayList<>();

  private ParentApp() {}

  public static void main(String[] arguments) throws Exception {
    Conversation.hold(ParentApp::carryOut);
  }

  private static Object carryOut(String name, String argument) throws Exception {
    return switch (name) {
      case "pid" -> ProcessHandle.current().pid();
      case "start" -> start(argument.split(" "));
      case "burn" -> start("sh", "-c", "while true; do :; done");
      case "end" -> end();
      default -> "unknown command " + name;
    };
  }

  private static long start(String... command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    CHILDREN.add(process);
    return process.pid();
  }

  private static String end() throws Exception {
    for (Process child : CHILDREN) {
      child.destroyForcibly();
      child.waitFor(10, TimeUnit.SECONDS);
    }
    return "ended " + CHILDREN.size();
  }
}
