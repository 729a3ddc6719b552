package io.heddle.stress;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A counter that two threads feed, the first time that anybody does. */
@JCStressTest
@State
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both are counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "one is lost")
public class CounterWriters {
  private final Counted counted = Counted.roomy();

  private LongAdder adder() {
    return counted.registry.counter("bytes", "Bytes", List.of("to")).at(List.of("a"));
  }

  @Actor
  public void one() {
    adder().increment();
  }

  @Actor
  public void other() {
    adder().increment();
  }

  @Arbiter
  public void afterwards(I_Result seen) {
    seen.r1 = Scrape.sum(counted.registry.snapshot(), "_bytes_total");
  }
}
