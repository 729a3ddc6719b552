package com.acme;

/** Says hello. */
public final class Tiny {
  private Tiny() {}

  /** Prints one line. */
  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
