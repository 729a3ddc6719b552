package io.heddle.stress;

import io.heddle.registry.family.Cells;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Two writers of one stripe, whose first chunk of buckets both need at once. */
@JCStressTest
@State
@Outcome(id = "2, 2, 0, 2", expect = Expect.ACCEPTABLE, desc = "both runs are counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "a run is lost")
public class SharedStripe {
  private final Counted counted = Counted.roomy();
  private final Cells cells = counted.series().shared();

  @Actor
  public void one() {
    Counted.run(cells);
  }

  @Actor
  public void other() {
    Counted.run(cells);
  }

  @Arbiter
  public void afterwards(IIII_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r1 = scrape.started();
    seen.r2 = scrape.completed();
    seen.r3 = scrape.inFlight();
    seen.r4 = scrape.inBuckets();
  }
}
