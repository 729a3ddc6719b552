package io.heddle.agent.unit.store;

import io.heddle.exporter.report.UnitSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the samples of all units in a fixed amount of memory, each for a fixed time. Samples over
 * either limit are evicted, the oldest of all units first; for memory, the last sample of a unit
 * only when no unit has two. Not thread-safe: guarded by its owner.
 *
 * <p>A sample costs the same with ten units and with ten thousand, but for the depth of a heap:
 * bin/bench units. In the steady state it allocates nothing: the blocks of evicted samples are used
 * again.
 */
public final class SampleStore {
  private static final double PERCENT = 100;
  private static final double NANOS_OF_MILLI = 1e6;

  /** A callback for every sample that is evicted. */
  public interface Evictions {
    /** Receives a sample, which is valid during this call. */
    void evicted(MutableSample sample);
  }

  /** The position of a reader in one log. */
  public static final class Cursor {
    private final SampleCursor place = new SampleCursor();
    private boolean begun;

    /** Creates a cursor before the oldest sample. */
    public Cursor() {}
  }

  private final long capacity;
  private final long retentionMillis;
  private final double percentOfTick;
  private final WallClock timeline;
  private final Evictions evictions;
  private final MutableSample sample = new MutableSample();
  // logs with several samples, and logs with one
  private final OldestSampleQueue many = new OldestSampleQueue();
  private final OldestSampleQueue single = new OldestSampleQueue();
  private @Nullable BitBlock free;
  private long freePieces;
  private long pieces;
  private long logs;
  private long others;
  private long samples;
  private long byRetention;
  private long byBudget;
  private long refused;

  /**
   * @param capacity bytes that may be held, units included
   * @param retentionMillis how long a sample is kept
   * @param tickNanos nanoseconds of one tick of the processor time of samples
   * @param timeline converts the times of samples
   * @param evictions called for each evicted sample
   */
  public SampleStore(
      long capacity,
      long retentionMillis,
      long tickNanos,
      WallClock timeline,
      Evictions evictions) {
    this.capacity = capacity;
    this.retentionMillis = retentionMillis;
    this.percentOfTick = PERCENT * tickNanos / NANOS_OF_MILLI;
    this.timeline = timeline;
    this.evictions = evictions;
  }

  /**
   * Opens a log for the samples of a unit.
   *
   * @param firstSeq number of its first sample
   * @return null if there is no memory for it, even if all samples are evicted
   */
  public @Nullable SampleLog open(String unit, long firstSeq) {
    // each log needs a block for its last sample
    long least = (logs + 1) * SampleLog.LEAST_BYTES + many.bytes() + single.bytes() + others;
    if (least > capacity) {
      refused++;
      return null;
    }
    logs++;
    makeRoom();
    return new SampleLog(unit, firstSeq);
  }

  /** Counts memory that is held beside the samples or, below 0, is not held any more. */
  public void hold(long bytes) {
    others += bytes;
    makeRoom();
  }

  // ---- in --------------------------------------------------------------------------------------

  /**
   * Adds the newest sample of a unit.
   *
   * @param millis by the clock that only goes forward, not before the one before
   * @param cpuTicks since the one before; below 0: unknown, as the other numbers
   * @return false if there is no memory for it, even if other samples are evicted
   */
  public boolean append(
      SampleLog log,
      long millis,
      long cpuTicks,
      long residentBytes,
      long readBytes,
      long writtenBytes) {
    if (isTight() && many.top() != null) {
      evictOldest();
    }
    if (!hasRoom(log)) {
      refused++;
      return false;
    }
    SampleCursor tail = log.tail;
    tail.write(millis, cpuTicks, residentBytes, readBytes, writtenBytes);
    samples++;
    log.count++;
    if (log.count <= 2) {
      settle(log);
    }
    return true;
  }

  /**
   * Returns true if not every log could have another block now. From then on one sample is evicted
   * for each new one: all at once, when blocks run out, they would overflow the queue of the disk.
   */
  private boolean isTight() {
    return capacity - bytes() + freePieces * BitBlock.BYTES < logs * BitBlock.BYTES;
  }

  /** Moves a log that has its first sample, or its second, to the right queue. */
  private void settle(SampleLog log) {
    if (log.count == 1) {
      log.head.set(log.tail);
      single.add(log);
    } else {
      single.remove(log);
      many.add(log);
    }
    makeRoom(); // the heap may have grown
  }

  /**
   * Returns true if the next sample has bits: in the last block and, across its end, in another.
   */
  private boolean hasRoom(SampleLog log) {
    SampleCursor tail = log.tail;
    BitBlock last = tail.piece;
    if (last != null && (last.next != null || BitBlock.SIZE - tail.bit >= SampleCursor.MOST_BITS)) {
      return true;
    }
    BitBlock fresh = piece();
    if (fresh == null) {
      return false;
    }
    // making room may have evicted every sample of this very log
    last = tail.piece;
    if (last == null) {
      tail.piece = fresh;
      tail.bit = 0;
    } else {
      last.next = fresh;
    }
    return true;
  }

  private @Nullable BitBlock piece() {
    makeRoom(); // the heaps may have grown
    while (free == null && bytes() + BitBlock.BYTES > capacity) {
      if (!evictOldest()) {
        return null;
      }
    }
    BitBlock piece = free;
    if (piece == null) {
      pieces++;
      return new BitBlock();
    }
    free = piece.next;
    freePieces--;
    piece.next = null;
    Arrays.fill(piece.words, 0);
    return piece;
  }

  // ---- out -------------------------------------------------------------------------------------

  /** Evicts the samples older than the retention, of every unit; exactly as old ones stay. */
  public void sweep(long nowMillis) {
    long cutoff = nowMillis - retentionMillis;
    for (OldestSampleQueue heap : List.of(many, single)) {
      SampleLog log = heap.top();
      while (log != null && log.head.millis < cutoff) {
        byRetention++;
        evictHead(log);
        log = heap.top();
      }
    }
    makeRoom(); // the heaps may have grown
  }

  /** Evicts all samples of a unit and closes its log. */
  public void close(SampleLog log) {
    while (log.count > 0) {
      byBudget++;
      evictHead(log);
    }
    release(log);
    logs--;
  }

  private void makeRoom() {
    while (bytes() > capacity) {
      if (free != null) {
        free = free.next;
        freePieces--;
        pieces--;
      } else if (!evictOldest()) {
        return;
      }
    }
  }

  private boolean evictOldest() {
    SampleLog log = many.top();
    if (log == null) {
      log = single.top();
    }
    if (log == null) {
      return false;
    }
    byBudget++;
    evictHead(log);
    return true;
  }

  private void evictHead(SampleLog log) {
    SampleCursor head = log.head;
    evictions.evicted(sample(log, head));
    samples--;
    log.count--;
    if (log.count == 0) {
      single.remove(log);
      release(log);
      return;
    }
    BitBlock before = head.piece;
    head.read();
    BitBlock now = head.piece;
    if (before != null && before != now) {
      before.next = free;
      free = before;
      freePieces++;
    }
    if (log.count == 1) {
      many.remove(log);
      single.add(log);
    } else {
      many.down(log);
    }
  }

  private void release(SampleLog log) {
    BitBlock piece = log.head.piece == null ? log.tail.piece : log.head.piece;
    while (piece != null) {
      BitBlock next = piece.next;
      piece.next = free;
      free = piece;
      freePieces++;
      piece = next;
    }
    log.head.piece = null;
    log.tail.piece = null;
    log.tail.bit = 0;
  }

  // ---- read ------------------------------------------------------------------------------------

  /**
   * Returns the next samples after a cursor; those evicted since are skipped.
   *
   * @param most maximum number of samples
   * @return oldest first; empty if there are no more
   */
  public List<UnitSample> next(SampleLog log, Cursor cursor, int most) {
    List<UnitSample> batch = new ArrayList<>(Math.min(most, log.count));
    while (batch.size() < most && advance(log, cursor)) {
      batch.add(sample(log, cursor.place).copy());
    }
    return batch;
  }

  /** Adds the next samples to a summary; returns false if there are no more. */
  public boolean sum(SampleLog log, Cursor cursor, int most, SampleSummary into) {
    for (int i = 0; i < most; i++) {
      if (!advance(log, cursor)) {
        return false;
      }
      SampleCursor at = cursor.place;
      into.add(at.span, percent(at), at.knows(SampleCursor.RESIDENT) ? at.resident : -1);
    }
    return true;
  }

  private static boolean advance(SampleLog log, Cursor cursor) {
    if (log.count == 0) {
      return false;
    }
    if (!cursor.begun || cursor.place.seq < log.head.seq) {
      cursor.begun = true;
      cursor.place.set(log.head);
      return true;
    }
    if (cursor.place.seq >= log.tail.seq) {
      return false;
    }
    cursor.place.read();
    return true;
  }

  /** Returns the sample at this position, valid until the next one is read. */
  private MutableSample sample(SampleLog log, SampleCursor at) {
    sample.set(
        log.unit(),
        at.seq,
        timeline.epochMillis(at.millis),
        percent(at),
        at.knows(SampleCursor.RESIDENT) ? at.resident : -1,
        at.knows(SampleCursor.READ) ? at.read : -1,
        at.knows(SampleCursor.WRITTEN) ? at.written : -1);
    return sample;
  }

  private double percent(SampleCursor at) {
    return at.knows(SampleCursor.CPU) && at.span > 0
        ? percentOfTick * at.ticks / at.span
        : Double.NaN;
  }

  // ---- figures ---------------------------------------------------------------------------------

  /** Returns the number of bytes that are held. */
  public long bytes() {
    return pieces * BitBlock.BYTES
        + logs * SampleLog.BYTES
        + many.bytes()
        + single.bytes()
        + others;
  }

  /** Returns the number of bytes that may be held. */
  public long capacity() {
    return capacity;
  }

  /** Returns the number of samples that are kept, of all units. */
  public long samples() {
    return samples;
  }

  /** Returns the number of samples that were evicted because they were too old. */
  public long evictedByRetention() {
    return byRetention;
  }

  /** Returns the number of samples that were evicted because memory was needed. */
  public long evictedByBudget() {
    return byBudget;
  }

  /** Returns the number of samples for which there was no memory at all. */
  public long refused() {
    return refused;
  }
}
