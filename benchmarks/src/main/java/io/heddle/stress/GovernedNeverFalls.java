package io.heddle.stress;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two scrapes in a row under an owner of whose runs some go untimed, and whose timed ones change
 * their bucket: the buckets that fell, the sum if it did, and what is missing at the end.
 */
@JCStressTest
@State
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "no bucket and no sum falls")
@Outcome(expect = Expect.FORBIDDEN, desc = "Prometheus reads a fall as a reset")
public class GovernedNeverFalls {
  private static final int RUNS = 100;
  private static final long SHORT = 40;
  private static final long LONG = 4_000;

  private final Counted counted = Counted.roomy();
  private final Series series = counted.series();
  private final Cells cells = counted.owned();

  public GovernedNeverFalls() {
    series.interval(4);
  }

  @Actor
  public void owner() {
    for (int i = 0; i < RUNS; i++) {
      Counted.runGoverned(cells, i % 3 == 0 ? LONG : SHORT);
    }
  }

  @Actor
  public void scraper(III_Result seen) {
    HistogramPoint first = durations();
    HistogramPoint second = durations();
    for (int i = 0; i < first.counts().length; i++) {
      int cell = first.first() + i - second.first();
      boolean known = cell >= 0 && cell < second.counts().length;
      long after = known ? second.counts()[cell] : 0;
      seen.r1 += first.counts()[i] > after ? 1 : 0;
    }
    seen.r2 = first.sum() > second.sum() ? 1 : 0;
  }

  private HistogramPoint durations() {
    for (MetricSnapshot metric : counted.registry.snapshot()) {
      if (metric instanceof MetricSnapshot.Histogram histogram) {
        List<HistogramPoint> points = histogram.points();
        if (!points.isEmpty()) {
          return points.get(0);
        }
      }
    }
    return new HistogramPoint(series.labels(), 0, new long[0], 0, 0, 0);
  }

  @Arbiter
  public void afterwards(III_Result seen) {
    Scrape scrape = counted.scrape();
    seen.r3 = 2 * RUNS - scrape.completed() - scrape.inBuckets();
  }
}
