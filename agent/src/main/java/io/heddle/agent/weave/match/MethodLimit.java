package io.heddle.agent.weave.match;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the woven methods, limits them to {@code limits.wovenMethods}, and gives their probes ids.
 * Thread-safe.
 */
public final class MethodLimit {
  private volatile int most;
  private final ProbeIds ids;
  private final AtomicInteger woven = new AtomicInteger();
  private final AtomicInteger askedSinceSweep = new AtomicInteger();

  /** Creates a limit of so many methods. */
  public MethodLimit(int most) {
    this(most, new ProbeIds(true));
  }

  private MethodLimit(int most, ProbeIds ids) {
    this.most = most;
    this.ids = ids;
  }

  /** Returns a limit for a trial, whose probes get no ids: nothing that it weaves ever runs. */
  public static MethodLimit ofTrial(int most) {
    return new MethodLimit(most, new ProbeIds(false));
  }

  /** Sets another limit, at least as high as the one of before. */
  public void raise(int methods) {
    most = methods;
  }

  /** Returns the ids of probes. */
  ProbeIds ids() {
    return ids;
  }

  /** Begins a reload, see {@link ProbeIds}. */
  public void reload() {
    ids.reload();
  }

  /** Takes a place for one more method; returns false if all places are taken. */
  boolean take() {
    askedSinceSweep.incrementAndGet();
    if (woven.incrementAndGet() <= most) {
      return true;
    }
    woven.decrementAndGet();
    return false;
  }

  /** Gives back so many places; a negative number takes places, even beyond the limit. */
  void giveBack(int methods) {
    woven.addAndGet(-methods);
  }

  /**
   * Returns true once for every quarter of the limit that was asked for: often enough that methods
   * of loaders that are gone do not fill it, and a sweep costs four steps a method at most.
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
