package com.acme.field;

/** A class of the class path. */
public final class Work implements Job {
  @Override
  @Measured
  public int run(int x) {
    return x + 1;
  }
}
