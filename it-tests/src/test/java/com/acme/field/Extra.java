package com.acme.field;

/** A class that other loaders than that of the class path define. */
public class Extra implements Job {
  @Override
  @Measured
  public int run(int x) {
    return x + 2;
  }
}
