package com.acme.field;

import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyObject;
import groovy.lang.Script;

/** Scripts and classes of Groovy, made while the application runs, with parents made likewise. */
public final class GroovyApp {
  private static final GroovyClassLoader GROOVY =
      new GroovyClassLoader(GroovyApp.class.getClassLoader());

  private GroovyApp() {}

  public static void main(String[] arguments) throws Exception {
    Conversation.hold(GroovyApp::carryOut);
  }

  private static Object carryOut(String name, String argument) throws Exception {
    return switch (name) {
      case "parse" -> GROOVY.parseClass(argument).getName();
      case "run" -> run(argument);
      case "execute" -> execute(argument);
      case "scripts" -> scripts(Integer.parseInt(argument));
      case "heap" -> heap();
      default -> "unknown command " + name;
    };
  }

  private static Object make(String type) throws Exception {
    return GROOVY.loadClass(type).getDeclaredConstructor().newInstance();
  }

  private static String run(String type) throws Exception {
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      said.append(((Script) make(type)).run());
    }
    return said.toString();
  }

  private static String execute(String type) throws Exception {
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      said.append(((GroovyObject) make(type)).invokeMethod("execute", new Object[] {"x"}));
    }
    return said.toString();
  }

  /** A script engine that makes a class loader for each evaluation. */
  private static String scripts(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      try (GroovyClassLoader one = new GroovyClassLoader(GroovyApp.class.getClassLoader())) {
        String text = "class S extends Script { Object run() { " + i + " } }";
        Class<?> made = one.parseClass(text, "S.groovy");
        made.getDeclaredConstructor().newInstance();
      }
    }
    return "ran " + count;
  }

  private static long heap() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(100); // references are cleared behind the collection
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
