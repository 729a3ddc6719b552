package io.heddle.stress;

import io.heddle.registry.family.Cells;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** A scrape of a run that fails: started, completed, in flight, errors. */
@JCStressTest
@State
@Outcome(
    id = "0, 0, 0, 0",
    expect = Expect.ACCEPTABLE,
    desc = "before the run, or both its ends fell into the scrape")
@Outcome(id = "1, 0, 1, 0", expect = Expect.ACCEPTABLE, desc = "inside")
@Outcome(id = "1, 1, 0, 1", expect = Expect.ACCEPTABLE, desc = "after")
@Outcome(expect = Expect.FORBIDDEN, desc = "a scrape that contradicts itself")
public class FailedRun {
  private final Counted counted = Counted.roomy();
  private final Cells cells = counted.owned();

  @Actor
  public void owner() {
    Counted.fail(cells);
  }

  @Actor
  public void scraper(IIII_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r1 = scrape.started();
    seen.r2 = scrape.completed();
    seen.r3 = scrape.inFlight();
    seen.r4 = scrape.errors();
  }
}
