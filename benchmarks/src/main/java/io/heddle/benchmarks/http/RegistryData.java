package io.heddle.benchmarks.http;

import io.heddle.exporter.ExporterData;
import io.heddle.exporter.exposition.ExpositionWriter;
import io.heddle.exporter.exposition.Format;
import io.heddle.exporter.exposition.RequestedMetricNames;
import io.heddle.exporter.exposition.WritableMetrics;
import io.heddle.exporter.report.BoxFigures;
import io.heddle.exporter.report.BoxReport;
import io.heddle.exporter.report.RuleReport;
import io.heddle.exporter.report.SampleRange;
import io.heddle.exporter.report.UnitReport;
import io.heddle.exporter.report.UnitSamples;
import io.heddle.exporter.report.UnitSummary;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.MetricSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A registry whose text has 200 kB, served by all servers alike. */
final class RegistryData implements ExporterData {
  private static final int SERIES = 115;
  private static final double[] BOUNDS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

  private final Registry registry = new Registry("heddle", 2000, 8 << 20);

  RegistryData() {
    BucketLayout layout = new BucketLayout(BOUNDS);
    FamilySpec family = new FamilySpec("tool", "Tools", List.of("tool"), layout, false);
    for (int i = 0; i < SERIES; i++) {
      String tool = "the-name-of-a-tool-that-is-called-" + i;
      var cells = registry.family(family).series(List.of(tool)).shared();
      for (int run = 0; run < 5; run++) {
        cells.start();
        cells.succeed((10_000L * i) << run);
      }
    }
  }

  /** Writes the text as the exporter does. */
  void writeText(OutputStream out) throws IOException {
    ExpositionWriter writer = ExpositionWriter.of(Format.TEXT, out);
    metrics(new WritableMetrics(RequestedMetricNames.only(List.of()), this::unwritable, writer));
    writer.end();
  }

  @Override
  public void metrics(MetricSink sink) throws IOException {
    registry.scrape(sink);
  }

  @Override
  public long weigh(long perPoint, long perBucket, long perCharacter) {
    return registry.weigh(perPoint, perBucket, perCharacter);
  }

  @Override
  public List<RuleReport> rules() {
    return List.of();
  }

  @Override
  public List<InFlightRun.InFlight> inFlight() {
    return List.of();
  }

  @Override
  public int mostInFlight() {
    return 0;
  }

  @Override
  public int mostUnits() {
    return 0;
  }

  @Override
  public int mostBoxes() {
    return 0;
  }

  @Override
  public List<BoxReport> boxes() {
    return List.of();
  }

  @Override
  public @Nullable BoxFigures box(String id) {
    return null;
  }

  @Override
  public List<UnitReport> units() {
    return List.of();
  }

  @Override
  public @Nullable UnitReport unit(String id) {
    return null;
  }

  @Override
  public @Nullable UnitSamples samples(String id, SampleRange range) {
    return null;
  }

  @Override
  public @Nullable UnitSummary summary(String id) {
    return null;
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void served(double scrapeSeconds) {
    // no figure of this benchmark
  }

  @Override
  public void unwritable(String metric, int series, String why) {
    throw new IllegalStateException(series + " series of " + metric + " were left out: " + why);
  }

  @Override
  public void failed(Throwable error) {
    error.printStackTrace();
  }
}
