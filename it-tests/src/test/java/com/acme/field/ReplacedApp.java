package com.acme.field;

import java.util.concurrent.TimeUnit;

/** Calls methods and starts processes, the first of them whenever it is told to. */
public final class ReplacedApp {
  private ReplacedApp() {}

  public static void main(String[] arguments) throws Exception {
    Conversation.hold(ReplacedApp::carryOut);
  }

  private static Object carryOut(String name, String argument) throws Exception {
    return switch (name) {
      case "render" -> new Early().render(argument);
      case "late" -> new Late().render(argument);
      case "execute" -> "exit " + new ProcessBuilder(argument.split(" ")).start().waitFor();
      case "kill" -> kill();
      default -> "unknown command " + name;
    };
  }

  private static String kill() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    process.waitFor(10, TimeUnit.MILLISECONDS);
    process.destroyForcibly();
    return "exit " + process.waitFor();
  }

  private static final class Early {
    String render(String text) {
      return text + "!";
    }
  }

  private static final class Late {
    String render(String text) {
      return text + "?";
    }
  }
}
