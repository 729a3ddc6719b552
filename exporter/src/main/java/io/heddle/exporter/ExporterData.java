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
import io.heddle.registry.snapshot.MetricSink;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data that the exporter serves. Called on worker threads, by several at once. */
public interface ExporterData {
  /**
   * Passes every metric of this moment to the sink, one after the other.
   *
   * @throws IOException what the sink throws
   */
  void metrics(MetricSink sink) throws IOException;

  /** Returns the most that a scrape holds, see {@link io.heddle.registry.Registry#weigh}. */
  long weigh(long perPoint, long perBucket, long perCharacter);

  /** Returns every rule and pack. */
  List<RuleReport> rules();

  /** Returns the last error that was swallowed and belongs to no rule; null if there was none. */
  default RuleReport.@Nullable LastError lastError() {
    return null;
  }

  /** Returns the runs in flight, oldest first. */
  List<InFlightRun.InFlight> inFlight();

  /**
   * Returns the stack of a run that lasts long, outermost frame last; null if there is none to
   * show.
   */
  default @Nullable List<String> stack(InFlightRun.InFlight run) {
    return null;
  }

  /** Returns the state of the process that a run waits for, in one word; null if unknown. */
  default @Nullable String processState(long pid) {
    return null;
  }

  /** Returns the boxes that runs in flight are, or go on in. */
  default Map<InFlightRun, RunBox> boxesOfRuns() {
    return Map.of();
  }

  /** Returns the maximum number of runs in {@link #inFlight}. */
  int mostInFlight();

  /** Returns the maximum number of units in {@link #units}, which may change. */
  int mostUnits();

  /** Returns the maximum number of boxes in {@link #boxes}. */
  int mostBoxes();

  /** Returns the boxes that live, and those that have ended lately. */
  List<BoxReport> boxes();

  /** Returns the figures of one box, or null if there is no box with this id. */
  @Nullable BoxFigures box(String id);

  /** Returns units whose processes live or have ended lately, and those that are watched for. */
  List<UnitReport> units();

  /** Returns one unit, or null if there is no unit with this id. */
  @Nullable UnitReport unit(String id);

  /** Returns the samples of one unit in this range, or null if there is no unit with this id. */
  @Nullable UnitSamples samples(String id, SampleRange range);

  /** Returns the summary of a unit's samples; null if there is no such unit, or no sample yet. */
  @Nullable UnitSummary summary(String id);

  /** Returns true once all weaving at start is done. */
  boolean ready();

  /**
   * Records that a scrape was read and written.
   *
   * @param scrapeSeconds time that it took, without the time that the client took
   */
  void served(double scrapeSeconds);

  /**
   * Records that series were left out of a response because no format can carry them.
   *
   * @param metric their name
   * @param series their number
   */
  void unwritable(String metric, int series, String why);

  /** Reports an unexpected failure, such as one of a handler or a thread. */
  void failed(Throwable error);
}
