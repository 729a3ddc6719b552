package io.heddle.stress;

import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two new label sets in a family that has room for one: which one gets it is open. */
@JCStressTest
@State
@Outcome(
    id = "2, 2, 1",
    expect = Expect.ACCEPTABLE,
    desc = "a series, the overflow series, one dropped")
@Outcome(expect = Expect.FORBIDDEN, desc = "a run is lost, or the limit does not hold")
public class FullFamily {
  private final Counted counted = Counted.ofOneSeries();

  @Actor
  public void one() {
    Counted.run(counted.family.series(List.of("a")).shared());
  }

  @Actor
  public void other() {
    Counted.run(counted.family.series(List.of("b")).shared());
  }

  @Arbiter
  public void afterwards(III_Result seen) {
    seen.r1 = counted.scrape().completed();
    seen.r2 = counted.registry.liveSeries();
    seen.r3 = (int) counted.family.dropped();
  }
}
