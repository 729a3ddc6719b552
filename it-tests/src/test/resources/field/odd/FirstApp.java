package com.acme.odd;

/** The first method that a rule means, and the first child, are met by an interrupted thread. */
public class FirstApp {
  static class Late {
    String render(String text) {
      return text + "!";
    }
  }

  private static void use() {
    try {
      Thread.currentThread().interrupt();
      for (int i = 0; i < 10; i++) {
        new Late().render("x");
      }
      Process process = new ProcessBuilder("sh", "-c", "exit 3").start();
      System.out.println("interrupted " + Thread.interrupted() + ", exit " + process.waitFor());
    } catch (Exception e) {
      System.out.println(e);
    }
  }

  private static Thread virtual(Runnable task) throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    return (Thread)
        Class.forName("java.lang.Thread$Builder")
            .getMethod("unstarted", Runnable.class)
            .invoke(builder, task);
  }

  public static void main(String[] arguments) throws Exception {
    Thread thread =
        arguments[0].equals("virtual") ? virtual(FirstApp::use) : new Thread(FirstApp::use);
    thread.start();
    thread.join();
    for (int i = 0; i < 10; i++) {
      Process process = new ProcessBuilder("echo", "abc").start();
      process.getInputStream().readAllBytes();
      process.waitFor();
      new Late().render("y");
    }
    try {
      new ProcessBuilder("/no/such").start();
    } catch (java.io.IOException e) {
      // there is none
    }
    System.out.println("ready");
    System.in.read();
  }
}
