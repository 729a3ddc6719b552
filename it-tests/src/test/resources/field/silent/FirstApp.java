package com.acme.silent;

/** Does nothing until it is told, and then a thing once. */
public final class FirstApp {
  private FirstApp() {}

  static void sell() {}

  static void fail() {
    throw new IllegalStateException();
  }

  static void never() {}

  static void ask() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println("ready");
    for (int c = System.in.read(); c >= 0; c = System.in.read()) {
      if (c == 's') {
        sell();
        ask();
        System.out.println("sold");
      } else if (c == 'f') {
        try {
          fail();
        } catch (IllegalStateException e) {
          System.out.println("failed");
        }
      }
    }
  }
}
