package io.heddle.stress;

import io.heddle.registry.family.Cells;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two scrapes in a row: by how much started and completed fell, and all of it at the end. */
@JCStressTest
@State
@Outcome(id = "0, 0, 50", expect = Expect.ACCEPTABLE, desc = "no counter falls, no run is lost")
@Outcome(expect = Expect.FORBIDDEN, desc = "Prometheus reads a fall as a reset")
public class NeverFalls {
  private static final int RUNS = 50;

  private final Counted counted = Counted.roomy();
  private final Cells cells = counted.owned();

  @Actor
  public void owner() {
    for (int i = 0; i < RUNS; i++) {
      Counted.run(cells);
    }
  }

  @Actor
  public void scraper(III_Result seen) {
    Scrape first = counted.scrape();
    Scrape second = counted.scrape();
    seen.r1 = Math.max(0, first.started() - second.started());
    seen.r2 = Math.max(0, first.completed() - second.completed());
  }

  @Arbiter
  public void afterwards(III_Result seen) {
    seen.r3 = counted.scrape().completed();
  }
}
