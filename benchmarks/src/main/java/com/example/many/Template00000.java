package com.example.many;

/** A class with ten methods; {@code ManyClasses} loads it again and again, with other digits. */
public final class Template00000 {
  private Template00000() {}

  /** Returns the next number. */
  public static int m0(int value) {
    return value + 1;
  }

  /** Returns the next number. */
  public static int m1(int value) {
    return value + 2;
  }

  /** Returns the next number. */
  public static int m2(int value) {
    return value + 3;
  }

  /** Returns the next number. */
  public static int m3(int value) {
    return value + 4;
  }

  /** Returns the next number. */
  public static int m4(int value) {
    return value + 5;
  }

  /** Returns the next number. */
  public static int m5(int value) {
    return value + 6;
  }

  /** Returns the next number. */
  public static int m6(int value) {
    return value + 7;
  }

  /** Returns the next number. */
  public static int m7(int value) {
    return value + 8;
  }

  /** Returns the next number. */
  public static int m8(int value) {
    return value + 9;
  }

  /** Returns the next number. */
  public static int m9(int value) {
    return value + 10;
  }
}
