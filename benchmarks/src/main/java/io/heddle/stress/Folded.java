package io.heddle.stress;

import io.heddle.registry.family.Cells;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Two scrapes find a dead thread's three runs: whichever folds them, both show them once. */
@JCStressTest
@State
@Outcome(
    id = "3, 3, 3, 0",
    expect = Expect.ACCEPTABLE,
    desc = "three runs before, while and after they are folded")
@Outcome(expect = Expect.FORBIDDEN, desc = "a run is lost or counted twice")
public class Folded {
  private static final int RUNS = 3;

  private final Counted counted = Counted.roomy();

  public Folded() {
    Cells cells = counted.ofDeadThread();
    for (int i = 0; i < RUNS; i++) {
      Counted.run(cells);
    }
  }

  @Actor
  public void scraper(IIII_Result seen) {
    seen.r1 = counted.scrape().inBuckets();
  }

  @Actor
  public void otherScraper(IIII_Result seen) {
    seen.r2 = counted.scrape().completed();
  }

  @Arbiter
  public void afterwards(IIII_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r3 = scrape.started();
    seen.r4 = scrape.inFlight();
  }
}
