package com.acme.lifecycle;

import java.util.function.IntSupplier;

/**
 * Waits until Heddle has nothing to prepare any more, then calls the first method that a rule names
 * and starts its first child process; or does both at once. Ends with its input.
 */
public final class FirstUseApp {
  private FirstUseApp() {}

  /** The argument is {@code prepared} or {@code once}. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("prepared")) {
      while (isPreparing()) {
        Thread.sleep(10);
      }
    }
    Begin.say();
    IntSupplier step =
        Class.forName("com.acme.lifecycle.Step")
            .asSubclass(IntSupplier.class)
            .getDeclaredConstructor()
            .newInstance();
    int sum = step.getAsInt() + step.getAsInt();
    int exit = new ProcessBuilder("true").start().waitFor();
    System.out.println("sum " + sum + " exit " + exit);
    while (System.in.read() >= 0) {
      // what is written means nothing
    }
  }

  private static boolean isPreparing() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("heddle-weaver")) {
        return true;
      }
    }
    return false;
  }

  /** Its load tells in a log of classes when the first use begins. */
  private static final class Begin {
    private Begin() {}

    static void say() {
      System.out.println("first use");
    }
  }
}
