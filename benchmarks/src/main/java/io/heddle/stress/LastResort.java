package io.heddle.stress;

import io.heddle.registry.family.Series;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads make the stripe that is left beyond {@code limits.cells}: slower, still exact. */
@JCStressTest
@State
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "both runs are counted")
@Outcome(expect = Expect.FORBIDDEN, desc = "a run is lost")
public class LastResort {
  private final Counted counted = Counted.withoutBudget();
  private final Series series = counted.series();

  @Actor
  public void one() {
    Counted.run(series.shared());
  }

  @Actor
  public void other() {
    Counted.run(series.shared());
  }

  @Arbiter
  public void afterwards(II_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r1 = scrape.started();
    seen.r2 = scrape.inBuckets();
  }
}
