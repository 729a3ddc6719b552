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
    private final SampleCursor position = new SampleCursor();
    private boolean started;

    /** Creates a cursor before the oldest sample. */
    public Cursor() {}
  }

  private final long capacity;
  private final long retentionMillis;
  private final double percentOfTick;
  private final WallClock wallClock;
  private final Evictions evictions;
  private final MutableSample sample = new MutableSample();
  // logs with several samples, and logs with one
  private final OldestSampleQueue many = new OldestSampleQueue();
  private final OldestSampleQueue single = new OldestSampleQueue();
  private @Nullable BitBlock freeList;
  private long freeBlocks;
  private long blocks;
  private long logs;
  private long reservedBytes;
  private long samples;
  private long byRetention;
  private long byBudget;
  private long refused;

  /**
   * @param capacity bytes that may be held, units included
   * @param retentionMillis how long a sample is kept
   * @param tickNanos nanoseconds of one tick of the processor time of samples
   * @param wallClock converts the times of samples
   * @param evictions called for each evicted sample
   */
  public SampleStore(
      long capacity,
      long retentionMillis,
      long tickNanos,
      WallClock wallClock,
      Evictions evictions) {
    this.capacity = capacity;
    this.retentionMillis = retentionMillis;
    this.percentOfTick = PERCENT * tickNanos / NANOS_OF_MILLI;
    this.wallClock = wallClock;
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
    long least = (logs + 1) * SampleLog.MIN_BYTES + many.bytes() + single.bytes() + reservedBytes;
    if (least > capacity) {
      refused++;
      return null;
    }
    logs++;
    makeRoom();
    return new SampleLog(unit, firstSeq);
  }

  /** Counts memory that is held beside the samples or, below 0, is not held any more. */
  public void reserve(long bytes) {
    reservedBytes += bytes;
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
      requeue(log);
    }
    return true;
  }

  /**
   * Returns true if not every log could have another block now. From then on one sample is evicted
   * for each new one: all at once, when blocks run out, they would overflow the queue of the disk.
   */
  private boolean isTight() {
    return capacity - bytes() + freeBlocks * BitBlock.BYTES < logs * BitBlock.BYTES;
  }

  /** Moves a log that has its first sample, or its second, to the right queue. */
  private void requeue(SampleLog log) {
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
    BitBlock last = tail.block;
    if (last != null && (last.next != null || BitBlock.SIZE - tail.bit >= SampleCursor.MAX_BITS)) {
      return true;
    }
    BitBlock fresh = takeBlock();
    if (fresh == null) {
      return false;
    }
    // making room may have evicted every sample of this very log
    last = tail.block;
    if (last == null) {
      tail.block = fresh;
      tail.bit = 0;
    } else {
      last.next = fresh;
    }
    return true;
  }

  private @Nullable BitBlock takeBlock() {
    makeRoom(); // the heaps may have grown
    while (freeList == null && bytes() + BitBlock.BYTES > capacity) {
      if (!evictOldest()) {
        return null;
      }
    }
    BitBlock block = freeList;
    if (block == null) {
      blocks++;
      return new BitBlock();
    }
    freeList = block.next;
    freeBlocks--;
    block.next = null;
    Arrays.fill(block.words, 0);
    return block;
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
      if (freeList != null) {
        freeList = freeList.next;
        freeBlocks--;
        blocks--;
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
    BitBlock before = head.block;
    head.read();
    BitBlock now = head.block;
    if (before != null && before != now) {
      before.next = freeList;
      freeList = before;
      freeBlocks++;
    }
    if (log.count == 1) {
      many.remove(log);
      single.add(log);
    } else {
      many.down(log);
    }
  }

  private void release(SampleLog log) {
    BitBlock block = log.head.block == null ? log.tail.block : log.head.block;
    while (block != null) {
      BitBlock next = block.next;
      block.next = freeList;
      freeList = block;
      freeBlocks++;
      block = next;
    }
    log.head.block = null;
    log.tail.block = null;
    log.tail.bit = 0;
  }

  // ---- read ------------------------------------------------------------------------------------

  /**
   * Returns the next samples after a cursor; those evicted since are skipped.
   *
   * @param maxSamples maximum number of samples
   * @return oldest first; empty if there are no more
   */
  public List<UnitSample> next(SampleLog log, Cursor cursor, int maxSamples) {
    List<UnitSample> batch = new ArrayList<>(Math.min(maxSamples, log.count));
    while (batch.size() < maxSamples && advance(log, cursor)) {
      batch.add(sample(log, cursor.position).copy());
    }
    return batch;
  }

  /** Adds the next samples to a summary; returns false if there are no more. */
  public boolean sum(SampleLog log, Cursor cursor, int maxSamples, SampleSummary into) {
    for (int i = 0; i < maxSamples; i++) {
      if (!advance(log, cursor)) {
        return false;
      }
      SampleCursor at = cursor.position;
      into.add(at.span, percent(at), at.knows(SampleCursor.RESIDENT) ? at.resident : -1);
    }
    return true;
  }

  private static boolean advance(SampleLog log, Cursor cursor) {
    if (log.count == 0) {
      return false;
    }
    if (!cursor.started || cursor.position.seq < log.head.seq) {
      cursor.started = true;
      cursor.position.set(log.head);
      return true;
    }
    if (cursor.position.seq >= log.tail.seq) {
      return false;
    }
    cursor.position.read();
    return true;
  }

  /** Returns the sample at this position, valid until the next one is read. */
  private MutableSample sample(SampleLog log, SampleCursor at) {
    sample.set(
        log.unit(),
        at.seq,
        wallClock.epochMillis(at.millis),
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
    return blocks * BitBlock.BYTES
        + logs * SampleLog.BYTES
        + many.bytes()
        + single.bytes()
        + reservedBytes;
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
