package io.heddle.stress;

import io.heddle.registry.ThreadCells;
import io.heddle.registry.family.Series;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A registry closes while a thread makes its first cells: after that it must have none. */
@JCStressTest
@State
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the thread has forgotten its cells")
@Outcome(expect = Expect.FORBIDDEN, desc = "cells whose slot will mean another series")
public class ClosedRegistry {
  private final Counted counted = Counted.roomy();
  private final ThreadCells own = counted.registry.cellsOf(Thread.currentThread());
  private final Series series = counted.series();

  public ClosedRegistry() {
    series.claimSlot();
  }

  @Actor
  public void owner() {
    own.create(series);
  }

  @Actor
  public void closer() {
    counted.registry.close();
  }

  @Arbiter
  public void afterwards(I_Result seen) {
    seen.r1 = own.at(series.slot()) == null ? 0 : 1;
  }
}
