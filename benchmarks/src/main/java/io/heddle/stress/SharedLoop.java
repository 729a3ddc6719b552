package io.heddle.stress;

import io.heddle.registry.family.Cells;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A scrape under a writer of a shared stripe: in flight, the sum, and what the buckets lack. */
@JCStressTest
@State
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "between two runs")
@Outcome(id = "1, 0, 0", expect = Expect.ACCEPTABLE, desc = "inside a run")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "negative, above the threads inside, or a sum that is wrong")
public class SharedLoop {
  // as many as a scrape tries to find the cells standing still: so it does, in the end
  private static final int RUNS = 100;

  private final Counted counted = Counted.roomy();
  private final Cells cells = counted.series().shared();

  @Actor
  public void writer() {
    for (int i = 0; i < RUNS; i++) {
      Counted.run(cells);
    }
  }

  @Actor
  public void scraper(III_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r1 = scrape.inFlight();
    seen.r2 = scrape.started() - scrape.completed() - scrape.inFlight();
    seen.r3 = scrape.completed() - scrape.inBuckets();
  }
}
