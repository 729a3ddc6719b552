package com.acme.lifecycle;

import java.util.function.IntSupplier;

/** Loaded by many loaders at once. */
public final class Step implements IntSupplier {
  public Step() {}

  @Override
  public int getAsInt() {
    return 1;
  }
}
