package com.acme.harness;

/** Says hello and ends. */
public final class HelloApp {
  private HelloApp() {}

  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
