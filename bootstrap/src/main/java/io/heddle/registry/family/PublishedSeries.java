package io.heddle.registry.family;

import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.LabelText;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what scrapes have shown of one series, and reads it again. Guarded by the scrape lock. */
final class PublishedSeries {
  private static final Outcome[] BAD = {Outcome.FAILURE, Outcome.CANCELED, Outcome.TIMEOUT};
  private static final Map<String, Long> NONE = Map.of();

  /** Number of outcomes other than success. */
  static final int BAD_OUTCOMES = BAD.length;

  private final Series series;
  // of successes, which most series have alone, and of other outcomes
  private @Nullable Begun success;
  private @Nullable Map<Outcome, Begun> others;
  private @Nullable Map<String, Begun> byErrorType;
  private long started;
  private long completedNow;
  private long lastReadMillis;

  /** A label set with one more label, and the times when its metrics began. */
  private static final class Begun implements ReadPoints.Owner {
    private final LabelSet labels;
    private final long createdMillis;
    // when the histogram began; 0: not yet
    long firstMillis;

    Begun(LabelSet labels, long createdMillis) {
      this.labels = labels;
      this.createdMillis = createdMillis;
    }

    @Override
    public LabelSet labels() {
      return labels;
    }

    @Override
    public long createdMillis() {
      return createdMillis;
    }
  }

  PublishedSeries(Series series) {
    this.series = series;
    this.lastReadMillis = series.createdMillis();
  }

  /** Adds the five series at this moment. */
  void read(FamilyReading into) {
    // cells that come into being from here on hold runs that begin after this scrape
    gather(into.cells);
    Series partSeries = series.parts();
    PublishedSeries parts = partSeries == null ? null : partSeries.published();
    if (parts != null) {
      parts.gather(into.partCells);
    }
    long completed = readFailures(into, parts) + complete(into, parts, Outcome.SUCCESS, NONE, NONE);
    // all buckets before all that is in flight
    long begun = publishStarted(into.cells);
    if (parts != null) {
      long begunParts = parts.publishStarted(into.partCells);
      begun += begunParts;
      into.parts.started(series.labels(), begunParts, parts.completedNow);
      parts.lastReadMillis = into.millis;
    }
    if (begun > 0 || series.isExpected()) {
      into.started.add(series, begun);
      into.inFlight(series, parts == null ? null : partSeries, begun - completed);
    }
    lastReadMillis = into.millis;
  }

  private void gather(List<Cells> all) {
    series.gather(all);
    completedNow = 0;
    countLost(all);
  }

  private void countLost(List<Cells> all) {
    long lost = 0;
    for (Cells cells : all) {
      lost += cells.takeLost();
    }
    if (lost > 0) {
      series.failures(Outcome.FAILURE, "StackOverflowError", lastReadMillis).addLost(lost);
    }
  }

  /**
   * Returns the number of started runs. Runs that ended between the two passes are in neither; they
   * were in flight during the first, which is the moment that a scrape shows.
   */
  private long publishStarted(List<Cells> all) {
    long inFlight = 0;
    for (Cells cells : all) {
      inFlight += cells.inFlight();
    }
    started = Math.max(started, completedNow + Math.max(0, inFlight));
    return started;
  }

  private long readFailures(FamilyReading into, @Nullable PublishedSeries parts) {
    boolean none = series.failures().isEmpty() && !series.isExpected();
    if (none && (parts == null || parts.series.failures().isEmpty())) {
      return 0;
    }
    Map<String, Long> errors = new LinkedHashMap<>();
    Map<String, Long> partErrors = new LinkedHashMap<>();
    long total = 0;
    for (Outcome outcome : BAD) {
      total += complete(into, parts, outcome, errors, partErrors);
    }
    for (Map.Entry<String, Long> error : partErrors.entrySet()) {
      into.parts.errors(begunError(error.getKey(), parts).labels, error.getValue());
      add(errors, error.getKey(), error.getValue());
    }
    for (Map.Entry<String, Long> error : errors.entrySet()) {
      if (error.getValue() > 0) {
        into.errors.add(begunError(error.getKey(), parts), error.getValue());
      }
    }
    return total;
  }

  /**
   * Publishes one outcome, parts included, and returns the number of runs. An expected series
   * without such runs gets a zero: a success with its histogram.
   */
  private long complete(
      FamilyReading into,
      @Nullable PublishedSeries parts,
      Outcome outcome,
      Map<String, Long> errors,
      Map<String, Long> partErrors) {
    BucketAccumulator counts = into.counts;
    long nanos = 0;
    if (parts != null) {
      nanos = parts.addTo(counts, outcome, into.partCells, partErrors);
      if (counts.total() > 0) {
        into.parts.complete(begun(outcome, parts).labels, counts, nanos);
      }
    }
    nanos += addTo(counts, outcome, into.cells, errors);
    if (counts.total() == 0 && !series.isExpected()) {
      return 0;
    }
    Begun begun = begun(outcome, parts);
    if (counts.total() == 0 && outcome != Outcome.SUCCESS) {
      into.uncompleted.add(begun, 0);
      return 0;
    }
    if (begun.firstMillis == 0) {
      // of the other outcomes the counter was a zero before, and no histogram
      begun.firstMillis =
          outcome == Outcome.SUCCESS
              ? begun.createdMillis
              : Math.max(series.createdMillis(), first(outcome, null, parts));
    }
    return into.complete(begun, nanos, begun.firstMillis);
  }

  /** Gathers the runs of one outcome and returns the sum of their nanoseconds. */
  private long addTo(
      BucketAccumulator counts, Outcome outcome, List<Cells> all, Map<String, Long> errors) {
    long before = counts.total();
    long nanos = 0;
    if (outcome == Outcome.SUCCESS) {
      for (Cells cells : all) {
        nanos += cells.addSuccessTo(counts);
      }
    } else {
      for (Failures kind : series.failures()) {
        if (kind.outcome() == outcome) {
          nanos += kind.nanos();
          add(errors, kind.errorType(), kind.addTo(counts));
        }
      }
    }
    completedNow += counts.total() - before;
    return nanos;
  }

  private static void add(Map<String, Long> errors, String errorType, long count) {
    Long before = errors.get(errorType);
    errors.put(errorType, before == null ? count : before + count);
  }

  private Begun begun(Outcome outcome, @Nullable PublishedSeries parts) {
    boolean isSuccess = outcome == Outcome.SUCCESS;
    Map<Outcome, Begun> all = others;
    Begun known = isSuccess ? success : all == null ? null : all.get(outcome);
    if (known != null) {
      return known;
    }
    // the moment of the first success is not kept: at the last scrape there was none
    long first = isSuccess ? lastReadMillis : first(outcome, null, parts);
    LabelSet labels = series.labels().with(series.family().outcomeNames(), outcome.label());
    Begun fresh = new Begun(labels, created(first));
    if (isSuccess) {
      success = fresh;
      return fresh;
    }
    all = all == null ? new EnumMap<>(Outcome.class) : all;
    all.put(outcome, fresh);
    others = all;
    return fresh;
  }

  private long created(long firstMillis) {
    return series.isExpected()
        ? series.createdMillis()
        : Math.max(series.createdMillis(), firstMillis);
  }

  /** Returns when the first run failed with this outcome or, if that is null, this error type. */
  private long first(
      @Nullable Outcome outcome, @Nullable String errorType, @Nullable PublishedSeries parts) {
    long first = parts == null ? Long.MAX_VALUE : parts.first(outcome, errorType, null);
    for (Failures kind : series.failures()) {
      if (outcome == null ? kind.errorType().equals(errorType) : kind.outcome() == outcome) {
        first = Math.min(first, kind.createdMillis());
      }
    }
    return first;
  }

  private Begun begunError(String errorType, @Nullable PublishedSeries parts) {
    Map<String, Begun> kinds = byErrorType;
    if (kinds == null) {
      kinds = new LinkedHashMap<>();
      byErrorType = kinds;
    }
    Begun known = kinds.get(errorType);
    if (known == null) {
      LabelSet labels = series.labels().with(series.family().errorNames(), errorType);
      long first = first(null, errorType, parts);
      known = new Begun(labels, Math.max(series.createdMillis(), first));
      if (!LabelText.wellFormed(errorType).equals(errorType)) {
        series.family().countRepaired();
      }
      kinds.put(errorType, known);
    }
    return known;
  }
}
