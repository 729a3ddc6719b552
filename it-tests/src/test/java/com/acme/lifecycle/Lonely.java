package com.acme.lifecycle;

/** A class that one of two configurations names, and the other does not. */
public final class Lonely {
  private Lonely() {}

  public static int step(int number) {
    return number * 7;
  }
}
