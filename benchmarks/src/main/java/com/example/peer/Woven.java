package com.example.peer;

import com.example.Body;

/** A workload without a line of measuring: agents weave it. */
public final class Woven implements Workload {
  @Override
  public long call(long seed) {
    return Body.mix(seed);
  }

  @Override
  public long fail(long seed) {
    return Body.fail(seed);
  }

  @Override
  public long recurse(long nanos, int depth) {
    return depth > 1 ? recurse(nanos, depth - 1) : Body.busyWait(nanos);
  }
}
