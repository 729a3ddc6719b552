package io.heddle.benchmarks.scrape;

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

/** {@link ScrapeShape} in Heddle's registry, counted by the thread that makes it. */
final class HeddleSeries implements ScrapeSubject {
  private final Registry registry;
  private final BucketLayout grid = new BucketLayout(ScrapeShape.bounds());

  HeddleSeries(ScrapeShape shape) {
    registry = new Registry(ScrapeShape.PREFIX, shape.perFamily(), 4L << 30);
    for (int set = 0; set < shape.sets(); set++) {
      count(cells(set / shape.perFamily(), set), set);
    }
  }

  @Override
  public String name() {
    return "**Heddle**, classic and native";
  }

  @Override
  public boolean writes(Format format) {
    return true;
  }

  private static void refuse(String metric, int series, String why) {
    throw new IllegalStateException(series + " series of " + metric + " were left out: " + why);
  }

  /** Returns the current thread's own cells of a series. */
  Cells cells(int family, int set) {
    FamilySpec spec =
        new FamilySpec(
            ScrapeShape.family(family), ScrapeShape.HELP, ScrapeShape.LABELS, grid, false);
    Series series = registry.family(spec).series(ScrapeShape.labels(set));
    series.claimSlot();
    ThreadCells own = registry.cellsOf(Thread.currentThread());
    return Objects.requireNonNull(own.create(series));
  }

  private static void count(Cells cells, int set) {
    for (int run = 0; run < ScrapeShape.completed(set); run++) {
      cells.start();
      cells.succeed(ScrapeShape.nanos(set, run));
    }
    for (int run = 0; run < ScrapeShape.open(set); run++) {
      cells.start();
    }
  }

  @Override
  public void write(Format format, OutputStream out) throws IOException {
    ExpositionWriter writer = ExpositionWriter.of(format, out);
    registry.scrape(
        new WritableMetrics(RequestedMetricNames.only(List.of()), HeddleSeries::refuse, writer));
    writer.end();
  }
}
