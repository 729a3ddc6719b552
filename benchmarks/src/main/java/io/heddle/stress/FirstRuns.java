package io.heddle.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The first runs of a label set that nobody has seen, by two threads at once. */
@JCStressTest
@State
@Outcome(id = "2, 2, 1", expect = Expect.ACCEPTABLE, desc = "one series with both runs")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "a run counted in a series or stripe that no scrape reads")
public class FirstRuns {
  private final Counted counted = Counted.roomy();

  @Actor
  public void one() {
    Counted.run(counted.series().shared());
  }

  @Actor
  public void other() {
    Counted.run(counted.series().shared());
  }

  @Arbiter
  public void afterwards(III_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r1 = scrape.started();
    seen.r2 = scrape.inBuckets();
    seen.r3 = counted.registry.liveSeries();
  }
}
