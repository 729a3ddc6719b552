package io.heddle.agent.unit;

import io.heddle.agent.unit.spill.Spill;
import io.heddle.agent.unit.store.SampleStore;
import io.heddle.exporter.report.SampleRange;
import io.heddle.exporter.report.UnitSample;
import io.heddle.exporter.report.UnitSamples;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one unit, or of several one after the other, from files and memory, in order and
 * each once. A sample that leaves memory during the reading is found where it went: memory hands
 * over to the queue of the spill, and that to the files, so that no sample is ever in none of them.
 */
final class SampleHistory {
  /** Number of samples that are copied out of memory under one hold of the lock. */
  private static final int BATCH = 500;

  private final List<Unit> units;
  private final UnitTable table;
  private final @Nullable Spill spill;

  /** Creates the history of one unit. */
  SampleHistory(Unit unit, UnitTable table, @Nullable Spill spill) {
    this(List.of(unit), table, spill);
  }

  /**
   * @param units in the order of their samples
   * @param spill null: only what is in memory
   */
  SampleHistory(List<Unit> units, UnitTable table, @Nullable Spill spill) {
    this.units = units;
    this.table = table;
    this.spill = spill;
  }

  /**
   * Passes the samples of a range to a sink, oldest first.
   *
   * @throws IOException if the sink does
   */
  void forEach(SampleRange range, UnitSamples.Sink sink) throws IOException {
    long sinceMillis = range.sinceMillis();
    long limit = range.limit();
    if (limit == 0) {
      return;
    }
    long skip = 0;
    if (limit < SampleRange.ALL) {
      RangeFilter all = new RangeFilter(sinceMillis, 0, Long.MAX_VALUE, sample -> {});
      read(all);
      skip = Math.max(0, all.count - limit);
    }
    // a sample that came in between does not count: the answer is of the moment of the question
    read(new RangeFilter(sinceMillis, skip, limit, sink));
  }

  private void read(RangeFilter filter) throws IOException {
    for (Unit unit : units) {
      read(unit, filter);
    }
  }

  private void read(Unit unit, RangeFilter filter) throws IOException {
    SampleStore.Cursor cursor = new SampleStore.Cursor();
    long next = Long.MIN_VALUE;
    List<UnitSample> batch = table.next(unit, cursor, BATCH);
    while (!batch.isEmpty()) {
      long first = batch.get(0).seq();
      if (spill != null && next < first) {
        spill.read(unit.id(), next, first, filter);
      }
      for (UnitSample sample : batch) {
        filter.take(sample);
      }
      next = batch.get(batch.size() - 1).seq() + 1;
      batch = table.next(unit, cursor, BATCH);
    }
    if (spill != null) {
      spill.read(unit.id(), next, Long.MAX_VALUE, filter);
    }
  }

  /** Passes on the samples that lie within a time and a number. */
  private static final class RangeFilter implements UnitSamples.Sink {
    private final long sinceMillis;
    private final long skip;
    private final long limit;
    private final UnitSamples.Sink sink;
    private long count;

    RangeFilter(long sinceMillis, long skip, long limit, UnitSamples.Sink sink) {
      this.sinceMillis = sinceMillis;
      this.skip = skip;
      this.limit = limit;
      this.sink = sink;
    }

    @Override
    public void take(UnitSample sample) throws IOException {
      if (sample.epochMillis() < sinceMillis) {
        return;
      }
      count++;
      if (count > skip && count - skip <= limit) {
        sink.take(sample);
      }
    }
  }
}
