package io.heddle.benchmarks;

import io.heddle.exporter.exposition.ExpositionWriter;
import io.heddle.exporter.exposition.Format;
import io.heddle.exporter.exposition.RequestedMetricNames;
import io.heddle.exporter.exposition.WritableMetrics;
import io.heddle.registry.Registry;
import io.heddle.registry.ThreadCells;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.BucketLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;

/** {@link Shape} in Heddle's registry, counted by the thread that makes it. */
final class HeddleSeries {
  private final Registry registry = new Registry(Shape.PREFIX, 10_000, 1L << 30);
  private final BucketLayout grid = new BucketLayout(Shape.BOUNDS);

  HeddleSeries() {
    for (int family = 0; family < Shape.FAMILIES; family++) {
      for (int set = 0; set < Shape.SETS; set++) {
        count(cells(family, set), set);
        registry
            .counter("bytes", "Bytes", Shape.LABELS)
            .at(Shape.counterLabels(family, set))
            .add(family + set);
      }
    }
  }

  private static void refuse(String metric, int series, String why) {
    throw new IllegalStateException(series + " series of " + metric + " were left out: " + why);
  }

  /** The current thread's own cells of a series. */
  Cells cells(int family, int set) {
    FamilySpec spec = new FamilySpec(Shape.family(family), Shape.HELP, Shape.LABELS, grid, false);
    Series series = registry.family(spec).series(Shape.labels(set));
    series.claimSlot();
    ThreadCells own = registry.cellsOf(Thread.currentThread());
    return Objects.requireNonNull(own.create(series));
  }

  private static void count(Cells cells, int set) {
    for (int run = 0; run < Shape.completed(set); run++) {
      cells.start();
      cells.succeed(Shape.nanos(set, run));
    }
    for (int run = 0; run < Shape.open(set); run++) {
      cells.start();
    }
  }

  void write(OutputStream out) throws IOException {
    ExpositionWriter writer = ExpositionWriter.of(Format.TEXT, out);
    registry.scrape(
        new WritableMetrics(
            RequestedMetricNames.only(List.of()), false, HeddleSeries::refuse, writer));
    writer.end();
  }
}
