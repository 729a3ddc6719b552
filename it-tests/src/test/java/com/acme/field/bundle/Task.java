package com.acme.field.bundle;

/** What a bundle does. */
public final class Task {
  private Task() {}

  /** Throws through if {@code i} ends in 7. */
  public static int call(int i) {
    if (i % 10 == 7) {
      throw new IllegalStateException("no " + i);
    }
    return i;
  }
}
