package io.heddle.stress;

import io.heddle.registry.family.Cells;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A dead thread's three runs are folded into the stripe that another thread is writing. */
@JCStressTest
@State
@Outcome(
    id = "0, 4",
    expect = Expect.ACCEPTABLE,
    desc = "the scrape holds together and nothing is lost")
@Outcome(id = "1, 4", expect = Expect.ACCEPTABLE, desc = "the same, inside the fourth run")
@Outcome(expect = Expect.FORBIDDEN, desc = "a run is lost, counted twice, or in flight for ever")
public class FoldedUnderWriter {
  private static final int RUNS = 3;

  private final Counted counted = Counted.roomForOne();
  private final Cells shared;

  public FoldedUnderWriter() {
    Cells cells = counted.ofDeadThread();
    for (int i = 0; i < RUNS; i++) {
      Counted.run(cells);
    }
    shared = counted.series().shared();
  }

  @Actor
  public void writer() {
    Counted.run(shared);
  }

  @Actor
  public void scraper(II_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r1 = scrape.completed() < RUNS ? -1 : scrape.started() - scrape.completed();
  }

  @Arbiter
  public void afterwards(II_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r2 = scrape.inFlight() == 0 ? scrape.inBuckets() : -1;
  }
}
