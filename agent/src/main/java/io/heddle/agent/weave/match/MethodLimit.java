package io.heddle.agent.weave.match;

import java.util.concurrent.atomic.AtomicInteger;

/** How many methods are woven, and how many may be: {@code limits.wovenMethods}. Thread-safe. */
public final class MethodLimit {
  private final int most;
  private final AtomicInteger woven = new AtomicInteger();
  private final AtomicInteger askedSinceSweep = new AtomicInteger();

  public MethodLimit(int most) {
    this.most = most;
  }

  /** One method more, or false if there are as many as may be. */
  boolean take() {
    askedSinceSweep.incrementAndGet();
    if (woven.incrementAndGet() <= most) {
      return true;
    }
    woven.decrementAndGet();
    return false;
  }

  /** So many fewer are woven; a negative number: so many more, whatever the limit. */
  void giveBack(int methods) {
    woven.addAndGet(-methods);
  }

  /**
   * True once for every quarter of the limit that was asked for: often enough that methods of
   * loaders that are gone do not fill it, and a sweep costs four steps a method at most.
   */
  public boolean isSweepDue() {
    int asked = askedSinceSweep.get();
    return asked > most / 4 && askedSinceSweep.compareAndSet(asked, 0);
  }

  @Override
  public String toString() {
    return "limits.wovenMethods is " + most;
  }
}
