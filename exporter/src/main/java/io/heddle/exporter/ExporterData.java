package io.heddle.exporter;

import io.heddle.exporter.report.BoxFigures;
import io.heddle.exporter.report.BoxReport;
import io.heddle.exporter.report.RuleReport;
import io.heddle.exporter.report.SampleRange;
import io.heddle.exporter.report.UnitReport;
import io.heddle.exporter.report.UnitSamples;
import io.heddle.exporter.report.UnitSummary;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.snapshot.MetricSink;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there is to serve. Called on worker threads, by several at once. */
public interface ExporterData {
  /**
   * Hands over every metric at this moment, one after the other.
   *
   * @throws IOException what the sink throws
   */
  void metrics(MetricSink sink) throws IOException;

  /** What {@link #metrics} may hold at a time, see {@link io.heddle.registry.Registry#weigh}. */
  long weigh(long perPoint, long perBucket, long perCharacter);

  /** Every rule and pack. */
  List<RuleReport> rules();

  /** The last error that was swallowed and belongs to no rule; null: there was none. */
  default RuleReport.@Nullable LastError lastError() {
    return null;
  }

  /** Runs in flight, oldest first. */
  List<InFlightRun.InFlight> inFlight();

  /** How many {@link #inFlight} has at most. */
  int mostInFlight();

  /** How many {@link #units} has at most, for now. */
  int mostUnits();

  /** How many {@link #boxes} has at most. */
  int mostBoxes();

  /** Boxes that live, and those that have ended lately. */
  List<BoxReport> boxes();

  /** The figures of one box, or null if there is none of this id. */
  @Nullable BoxFigures box(String id);

  /** Units whose processes live or have ended lately, and those that are watched for. */
  List<UnitReport> units();

  /** One unit, or null if there is none of this id. */
  @Nullable UnitReport unit(String id);

  /** The samples of one unit in this range, or null if there is no unit of this id. */
  @Nullable UnitSamples samples(String id, SampleRange range);

  /** What the samples of a unit come to; null if there is no such unit, or no sample yet. */
  @Nullable UnitSummary summary(String id);

  /** True once everything that is going to be woven at start is woven. */
  boolean ready();

  /**
   * A scrape was read and written.
   *
   * @param scrapeSeconds what that took, without the time that the client took
   */
  void served(double scrapeSeconds);

  /**
   * Series were left out of a response because no format can carry them.
   *
   * @param metric their name
   * @param series how many
   */
  void unwritable(String metric, int series, String why);

  /** Something failed that should not: a handler, a thread. */
  void failed(Throwable error);
}
