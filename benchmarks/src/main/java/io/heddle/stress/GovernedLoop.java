package io.heddle.stress;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Series;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A scrape under an owner of whose runs some go untimed, while the governor changes its mind: in
 * flight, what is missing of started = completed + in flight, what the buckets lack, and all of it
 * at the end.
 */
@JCStressTest
@State
@Outcome(id = "0, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "between two runs")
@Outcome(id = "1, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "inside a run")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "negative, above the threads inside, or a sum that is wrong")
public class GovernedLoop {
  private static final int RUNS = 100;

  private final Counted counted = Counted.roomy();
  private final Series series = counted.series();
  private final Cells cells = counted.owned();
  // by the owner; read when all actors have ended
  private int untimed;

  @Actor
  public void owner() {
    for (int i = 0; i < RUNS; i++) {
      untimed += Counted.runGoverned(cells) ? 0 : 1;
    }
  }

  @Actor
  public void governor() {
    series.interval(8);
    series.interval(2);
    series.interval(64);
    series.interval(1);
  }

  @Actor
  public void scraper(IIII_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r1 = scrape.inFlight();
    seen.r2 = scrape.started() - scrape.completed() - scrape.inFlight();
    seen.r3 = scrape.completed() - scrape.inBuckets();
  }

  @Arbiter
  public void afterwards(IIII_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r4 =
        scrape.completed() - RUNS + scrape.inBuckets() - RUNS + (int) series.untimed() - untimed;
  }
}
