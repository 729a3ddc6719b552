package io.heddle.agent;

import io.heddle.agent.box.BoxReports;
import io.heddle.agent.inflight.LongRuns;
import io.heddle.agent.log.Log;
import io.heddle.agent.profile.Profiles;
import io.heddle.agent.unit.UnitReports;
import io.heddle.agent.unit.Units;
import io.heddle.agent.weave.Weaver;
import io.heddle.exporter.ExporterData;
import io.heddle.exporter.MetricsServer;
import io.heddle.exporter.http.HttpCounters;
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
import io.heddle.registry.error.SwallowedError;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.MetricProducer;
import io.heddle.registry.snapshot.MetricSink;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Provides the exporter with its data, and with the metrics of Heddle itself. Thread-safe. */
final class SelfMetrics implements ExporterData, MetricProducer {
  private final Registry registry;
  private final Weaver weaver;
  private final AdapterFactory adapters;
  private final Units units;
  private final @Nullable Profiles profiles;
  private final long stackAfterMillis;
  private final long beganMillis = System.currentTimeMillis();
  private final Map<String, LabelSet> labels = new ConcurrentHashMap<>();
  // series that no format could carry, by metric; as many keys as there are metrics
  private final Map<String, Long> unwritable = new ConcurrentHashMap<>();
  private volatile @Nullable MetricsServer server;
  // made when somebody asks: nothing of it is loaded at the start
  private volatile @Nullable LongRuns longRuns;
  private volatile boolean ready;
  private volatile double lastScrapeSeconds;

  /**
   * @param stackAfterMillis how long a run lasts before its stack is shown; negative: never
   * @param profiles the profiles to serve too; null: none, and nothing of them is loaded
   */
  SelfMetrics(
      Registry registry,
      Weaver weaver,
      AdapterFactory adapters,
      Units units,
      long stackAfterMillis,
      @Nullable Profiles profiles) {
    this.units = units;
    this.stackAfterMillis = stackAfterMillis;
    this.adapters = adapters;
    this.registry = registry;
    this.weaver = weaver;
    this.profiles = profiles;
  }

  void isReady() {
    ready = true;
  }

  /** Sets the server whose counts of requests are published. */
  void isServedBy(MetricsServer exporter) {
    server = exporter;
  }

  @Override
  public void metrics(MetricSink sink) throws IOException {
    if (profiles == null) {
      registry.scrape(sink);
      return;
    }
    Profiles.Scrape scrape = profiles.scrape(sink);
    registry.scrape(scrape);
    scrape.end();
  }

  @Override
  public long weigh(long perPoint, long perBucket, long perCharacter) {
    long sums = profiles == null ? 0 : profiles.points();
    return registry.weigh(perPoint, perBucket, perCharacter) + sums * perPoint;
  }

  @Override
  public List<RuleReport> rules() {
    return weaver.reports();
  }

  @Override
  public RuleReport.@Nullable LastError lastError() {
    SwallowedError last = registry.errors().last();
    return last == null
        ? null
        : new RuleReport.LastError(
            last.path(), last.className(), last.error(), registry.errors().count(), false);
  }

  @Override
  public List<InFlightRun.InFlight> inFlight() {
    return registry.inFlight();
  }

  @Override
  public @Nullable List<String> stack(InFlightRun.InFlight run) {
    return longRuns().stack(run);
  }

  @Override
  public Map<InFlightRun, RunBox> boxesOfRuns() {
    return adapters.boxesOfRuns();
  }

  @Override
  public @Nullable String processState(long pid) {
    return longRuns().processState(pid);
  }

  private LongRuns longRuns() {
    LongRuns known = longRuns;
    return known != null ? known : makeLongRuns();
  }

  private synchronized LongRuns makeLongRuns() {
    LongRuns known = longRuns;
    if (known == null) {
      known = new LongRuns(stackAfterMillis);
      longRuns = known;
    }
    return known;
  }

  @Override
  public int mostInFlight() {
    return registry.mostInFlight();
  }

  @Override
  public int mostUnits() {
    UnitReports reports = units.reports();
    return reports == null ? 0 : reports.size();
  }

  @Override
  public int mostBoxes() {
    BoxReports reports = adapters.reports();
    return reports == null ? 0 : reports.size();
  }

  @Override
  public List<BoxReport> boxes() {
    BoxReports reports = adapters.reports();
    return reports == null ? List.of() : reports.all();
  }

  @Override
  public @Nullable BoxFigures box(String id) {
    BoxReports reports = adapters.reports();
    return reports == null ? null : reports.figures(id);
  }

  @Override
  public List<UnitReport> units() {
    UnitReports reports = units.reports();
    return reports == null ? List.of() : reports.all();
  }

  @Override
  public @Nullable UnitReport unit(String id) {
    UnitReports reports = units.reports();
    return reports == null ? null : reports.one(id);
  }

  @Override
  public @Nullable UnitSamples samples(String id, SampleRange range) {
    UnitReports reports = units.reports();
    return reports == null ? null : reports.samples(id, range);
  }

  @Override
  public @Nullable UnitSummary summary(String id) {
    UnitReports reports = units.reports();
    return reports == null ? null : reports.summary(id);
  }

  @Override
  public boolean ready() {
    return ready;
  }

  @Override
  public void served(double scrapeSeconds) {
    lastScrapeSeconds = scrapeSeconds;
  }

  @Override
  public void unwritable(String metric, int series, String why) {
    unwritable.merge(metric, (long) series, Long::sum);
    Log.warn("unwritable", series + " series of " + metric + " cannot be written: " + why);
  }

  @Override
  public void failed(Throwable error) {
    if (weaver.isManaged()) {
      return; // a security manager forbids this and that: soon there is no exporter
    }
    registry.errors().add(); // said here, with what only Heddle's own code can throw
    Log.warn("exporter", "the exporter met an error: " + error);
    Log.debug("the exporter met an error", error);
  }

  @Override
  public List<MetricSnapshot> read() {
    String prefix = registry.prefix() + "_";
    String self = prefix + "self_";
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(build(prefix));
    List<Point> woven = new ArrayList<>();
    for (Map.Entry<String, Long> rule : weaver.wovenMethods().entrySet()) {
      woven.add(new Point(label("rule", rule.getKey()), rule.getValue()));
    }
    if (!woven.isEmpty()) {
      all.add(
          new MetricSnapshot.Gauge(
              self + "woven_methods", "Methods that are woven, by rule.", woven));
    }
    addErrors(self, all);
    counters(
        self + "dropped_series_total",
        "Runs whose label set found its family full, folded into _overflow_.",
        "family",
        registry.dropped(),
        all);
    counters(
        self + "rejected_observations_total",
        "Calls of the application's own metrics that could not be recorded, by reason.",
        "reason",
        adapters.rejectedOwn(),
        all);
    addLabels(self, all);
    addHttp(self, all);
    all.add(
        MetricSnapshot.gauge(
            self + "cell_bytes",
            "Memory that the counts of threads take, bounded by limits.cells.",
            registry.cellBytes()));
    if (lastScrapeSeconds > 0) {
      all.add(
          MetricSnapshot.gauge(
              self + "scrape_duration_seconds",
              "How long the last scrape took, without the time that its client took.",
              lastScrapeSeconds));
    }
    return all;
  }

  private void addErrors(String self, List<MetricSnapshot> all) {
    all.add(
        counter(
            self + "advice_errors_total",
            "Errors that probes and the exporter swallowed.",
            registry.adviceErrors()));
    if (registry.rejected() > 0) {
      all.add(
          counter(
              self + "rejected_durations_total",
              "Durations that cannot be, such as those below zero, counted as zero.",
              registry.rejected()));
    }
    if (Log.leftOut() > 0) {
      all.add(
          counter(
              self + "unsaid_warnings_total",
              "Warnings that were not said: said already within a minute, or too many of a kind.",
              Log.leftOut()));
    }
    if (weaver.rules().loaderFailures() > 0) {
      all.add(
          counter(
              self + "loader_failures_total",
              "Times that a class loader of the application threw, or gave something else, when it"
                  + " was asked for a class file.",
              weaver.rules().loaderFailures()));
    }
  }

  private void addLabels(String self, List<MetricSnapshot> all) {
    all.add(
        counter(
            self + "repaired_labels_total",
            "Label values of series that no format can carry as they are, and were repaired.",
            registry.repairedLabels()));
    counters(
        self + "unwritable_series_total",
        "Series that were left out of a response because no format can carry them.",
        "family",
        unwritable,
        all);
  }

  private void addHttp(String self, List<MetricSnapshot> all) {
    MetricsServer exporter = server;
    HttpCounters http = exporter == null ? null : exporter.counters();
    if (exporter == null || http == null) {
      return;
    }
    counters(
        self + "http_requests_total",
        "Responses of the exporter, refusals included, by status.",
        "code",
        http.responses(),
        all);
    counters(
        self + "http_cut_total",
        "Connections that were closed before their client had what it asked for, by reason.",
        "reason",
        http.cuts(),
        all);
    all.add(
        MetricSnapshot.gauge(
            self + "http_response_bytes",
            "Memory that responses hold now, bounded by exporter.memory.",
            exporter.responseBytes()));
  }

  private MetricSnapshot build(String prefix) {
    LabelSet build = labels.computeIfAbsent("build", key -> label("version", version()));
    return new MetricSnapshot.Info(prefix + "build_info", "The version of Heddle.", build);
  }

  private LabelSet label(String name, String value) {
    return labels.computeIfAbsent(
        name + "=" + value, key -> LabelSet.of(List.of(name), List.of(value)));
  }

  /** Adds a counter with one label, or nothing if it has no value. */
  private void counters(
      String name, String help, String label, Map<String, Long> values, List<MetricSnapshot> into) {
    List<Point> points = new ArrayList<>(values.size());
    values.forEach(
        (value, count) -> points.add(new Point(label(label, value), count, beganMillis)));
    if (!points.isEmpty()) {
      into.add(new MetricSnapshot.Counter(name, help, points));
    }
  }

  private MetricSnapshot counter(String name, String help, long value) {
    return MetricSnapshot.counter(name, help, value, beganMillis);
  }

  private static String version() {
    try (InputStream in = SelfMetrics.class.getClassLoader().getResourceAsStream("version")) {
      return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
