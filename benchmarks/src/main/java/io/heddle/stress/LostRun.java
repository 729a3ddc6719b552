package io.heddle.stress;

import io.heddle.registry.family.Cells;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIIIII_Result;

/** A run whose end had no stack left, as woven code writes it: in the end it has failed, once. */
@JCStressTest
@State
@Outcome(
    id = "0, 0, 0, 1, 0, 1",
    expect = Expect.ACCEPTABLE,
    desc = "scraped before the run, or both its ends fell into the scrape")
@Outcome(
    id = "1, 0, 1, 1, 0, 1",
    expect = Expect.ACCEPTABLE,
    desc = "scraped inside, or before its end was seen")
@Outcome(id = "1, 1, 0, 1, 0, 1", expect = Expect.ACCEPTABLE, desc = "scraped after")
@Outcome(
    expect = Expect.FORBIDDEN,
    desc = "lost for ever, counted twice, or a scrape that contradicts itself")
public class LostRun {
  private final Counted counted = Counted.roomy();
  private final Cells cells = counted.owned();

  @Actor
  public void owner() {
    cells.start();
    cells.lost++;
  }

  @Actor
  public void scraper(IIIIII_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r1 = scrape.started();
    seen.r2 = scrape.completed();
    seen.r3 = scrape.inFlight();
  }

  @Arbiter
  public void afterwards(IIIIII_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r4 = scrape.started();
    seen.r5 = scrape.inFlight();
    seen.r6 = scrape.errors();
  }
}
