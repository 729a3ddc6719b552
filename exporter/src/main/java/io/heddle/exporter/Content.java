package io.heddle.exporter;

import io.heddle.registry.MetricSnapshot;
import io.heddle.registry.OpenRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there is to serve. Called on worker threads, by several at once. */
public interface Content {
  /** Every metric at this moment. */
  List<MetricSnapshot> metrics();

  /** Every rule and pack. */
  List<RuleReport> rules();

  /** Runs in flight, oldest first. */
  List<OpenRun.InFlight> inFlight();

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
   * A scrape was collected and rendered.
   *
   * @param scrapeSeconds what that took, without the network
   */
  void served(double scrapeSeconds);

  /** Something failed that should not: a handler, a metric that cannot be shown, a thread. */
  void failed(Throwable error);
}
