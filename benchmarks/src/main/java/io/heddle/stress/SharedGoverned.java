package io.heddle.stress;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Series;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two threads in the same cells, of whose runs some go untimed: the runs that are missing at the
 * end, those that are in no bucket, and untimed ones that were not counted as such.
 */
@JCStressTest
@State
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "no run is lost")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost")
public class SharedGoverned {
  private static final int RUNS = 50;

  private final Counted counted = Counted.roomy();
  private final Series series = counted.series();
  private final Cells cells = series.shared();
  // by the actor of the same number; read when all have ended
  private int untimed1;
  private int untimed2;

  public SharedGoverned() {
    series.interval(4);
    Counted.runGoverned(cells);
  }

  @Actor
  public void first() {
    for (int i = 0; i < RUNS; i++) {
      untimed1 += Counted.runGoverned(cells) ? 0 : 1;
    }
  }

  @Actor
  public void second() {
    for (int i = 0; i < RUNS; i++) {
      untimed2 += Counted.runGoverned(cells) ? 0 : 1;
    }
  }

  @Arbiter
  public void afterwards(III_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r1 = 2 * RUNS + 1 - scrape.completed();
    seen.r2 = scrape.completed() - scrape.inBuckets();
    seen.r3 = untimed1 + untimed2 - (int) series.untimed();
  }
}
