package com.acme.field;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Has a class of its class path, and the same class once more in each odd loader it is told of. */
public final class LoadersApp {
  private static final Map<String, Job> JOBS = new LinkedHashMap<>();

  private LoadersApp() {}

  public static void main(String[] arguments) throws Exception {
    JOBS.put("PATH", new Work());
    for (String kind : arguments) {
      make(kind);
    }
    Conversation.hold(LoadersApp::carryOut);
  }

  private static Object carryOut(String name, String argument) throws Exception {
    return switch (name) {
      case "make" -> make(argument);
      case "work" -> work(Integer.parseInt(argument));
      default -> "unknown command " + name;
    };
  }

  private static String make(String kind) throws Exception {
    Thread.currentThread().interrupt();
    Class<?> made = new OddLoader(OddLoader.Kind.valueOf(kind), bytes()).define();
    JOBS.put(kind, (Job) made.getDeclaredConstructor().newInstance());
    return Thread.interrupted() ? "made" : "the interrupt is lost";
  }

  private static byte[] bytes() throws IOException {
    try (InputStream in = Extra.class.getResourceAsStream("Extra.class")) {
      return in.readAllBytes();
    }
  }

  private static String work(int times) {
    int sum = 0;
    for (Job job : JOBS.values()) {
      for (int i = 0; i < times; i++) {
        sum += job.run(i);
      }
    }
    return "sum " + sum;
  }
}
