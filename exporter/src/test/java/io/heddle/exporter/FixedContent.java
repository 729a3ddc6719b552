package io.heddle.exporter;

import io.heddle.exporter.report.BoxFigures;
import io.heddle.exporter.report.BoxReport;
import io.heddle.exporter.report.RuleReport;
import io.heddle.exporter.report.RunBox;
import io.heddle.exporter.report.SampleRange;
import io.heddle.exporter.report.UnitReport;
import io.heddle.exporter.report.UnitSamples;
import io.heddle.exporter.report.UnitSummary;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Registry;
import io.heddle.registry.snapshot.MetricSink;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real registry behind the interface; keeps what it is told. */
final class FixedContent implements ExporterData {
  final Map<InFlightRun, RunBox> boxes = new HashMap<>();
  final Registry registry = new Registry("heddle", 2000, 8 << 20);
  final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  final ConcurrentHashMap<String, Integer> unwritable = new ConcurrentHashMap<>();
  final AtomicInteger taken = new AtomicInteger();
  final AtomicInteger served = new AtomicInteger();
  volatile boolean ready = true;
  volatile boolean broken;
  volatile boolean failsToo;
  volatile UnitSamples samples = sink -> {};
  volatile @Nullable SampleRange asked;

  @Override
  public void metrics(MetricSink sink) throws IOException {
    if (broken) {
      throw new IllegalStateException("broken on purpose");
    }
    registry.scrape(
        (metric, continued) -> {
          taken.incrementAndGet();
          sink.take(metric, continued);
        });
  }

  @Override
  public long weigh(long perPoint, long perBucket, long perCharacter) {
    return registry.weigh(perPoint, perBucket, perCharacter);
  }

  @Override
  public List<RuleReport> rules() {
    RuleReport.Reason reason = new RuleReport.Reason("com.acme.A", "run()", "it is \"native\"");
    return List.of(new RuleReport("render", 5, 4, 3, 2, 1, List.of(reason)));
  }

  @Override
  public List<InFlightRun.InFlight> inFlight() {
    return registry.inFlight();
  }

  @Override
  public @Nullable List<String> stack(InFlightRun.InFlight run) {
    return run.pid() < 0 ? null : List.of("A.run", "A.main");
  }

  @Override
  public String processState(long pid) {
    return "sleeping";
  }

  @Override
  public Map<InFlightRun, RunBox> boxesOfRuns() {
    return boxes;
  }

  @Override
  public int mostInFlight() {
    return registry.mostInFlight();
  }

  @Override
  public int mostUnits() {
    return 1;
  }

  @Override
  public int mostBoxes() {
    return 1;
  }

  @Override
  public List<BoxReport> boxes() {
    return List.of(new BoxReport("a/b c", "container", "alpine", "running"));
  }

  @Override
  public @Nullable BoxFigures box(String id) {
    Map<String, @Nullable Number> values = new HashMap<>();
    values.put("commands_executed_total", 3L);
    values.put("cpu_percent", null);
    return id.equals("a/b c") ? new BoxFigures(values, Map.of("stage_box_spawn_ms", 1.5)) : null;
  }

  @Override
  public List<UnitReport> units() {
    return List.of(
        new UnitReport("1", "java", 41, true, 2, "jvm", 1_700_000_000_000L, -1),
        new UnitReport("a/b c", "sleep", -1, false, 0, "child", -1, 1_700_000_001_234L));
  }

  @Override
  public @Nullable UnitReport unit(String id) {
    return units().stream().filter(unit -> unit.id().equals(id)).findAny().orElse(null);
  }

  @Override
  public @Nullable UnitSamples samples(String id, SampleRange range) {
    asked = range;
    return unit(id) == null ? null : samples;
  }

  @Override
  public @Nullable UnitSummary summary(String id) {
    return id.equals("1") ? new UnitSummary(12.5, Double.NaN, 100, 4096, 1.5, -1, 2) : null;
  }

  @Override
  public boolean ready() {
    return ready;
  }

  @Override
  public void served(double scrapeSeconds) {
    served.incrementAndGet();
  }

  @Override
  public void unwritable(String metric, int series, String why) {
    unwritable.merge(metric, series, Integer::sum);
  }

  @Override
  public void failed(Throwable error) {
    if (failsToo) {
      throw new NoClassDefFoundError("the logger");
    }
    failures.add(error);
  }
}
