package io.heddle.agent.unit.spill;

import io.heddle.agent.unit.spill.disk.DiskUsage;
import io.heddle.agent.unit.spill.disk.LockedDirectory;
import io.heddle.agent.unit.spill.disk.SegmentWriter;
import io.heddle.agent.unit.spill.disk.SpillError;
import io.heddle.agent.unit.spill.disk.SpillException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes samples from the ring, writes them in batches, and begins a new segment when one is full:
 * the task of the spill's one thread. When the disk fails it gives the segment up and tries again
 * later with another; only the close of the spill ends it.
 */
final class SpillWriter implements Runnable {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Maximum age of the listing behind the metrics, while there is something to write. */
  private static final long MAX_LISTING_AGE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final SpillRing ring;
  private final LockedDirectory ownDirectory;
  private final SpillBudget budget;
  private final SpillStats stats;
  private final long segmentBytes;
  private final LongSupplier epochMillis;
  private final WriteBatch batch = new WriteBatch();
  private final AtomicLong records = new AtomicLong();
  private volatile DiskUsage usage = DiskUsage.NONE;
  private volatile boolean failing;
  // used by the thread alone
  private int failures;
  private @Nullable SegmentWriter segment;
  private boolean begun;
  private long listedAt;
  private @Nullable SpillError reportedError;

  SpillWriter(
      SpillRing ring,
      LockedDirectory ownDirectory,
      SpillBudget budget,
      SpillStats stats,
      long segmentBytes,
      LongSupplier epochMillis) {
    this.ring = ring;
    this.ownDirectory = ownDirectory;
    this.budget = budget;
    this.stats = stats;
    this.segmentBytes = segmentBytes;
    this.epochMillis = epochMillis;
  }

  /** Returns true since the disk has failed, until it works again. */
  boolean isFailing() {
    return failing;
  }

  long records() {
    return records.get();
  }

  DiskUsage usage() {
    return usage;
  }

  @Override
  public void run() {
    try {
      boolean more = true; // the first round ages the directory even if nothing ever comes
      while (more) {
        more = step();
      }
      if (ring.size() > 0 && ring.isBeforeDeadline()) {
        round(); // a last time: it may work again
      }
    } finally {
      end();
    }
  }

  /** Does one round and waits for the next; returns false if the end is near. */
  private boolean step() {
    try {
      round();
      return failures > 0 ? pauses() : awaitsWork();
    } catch (Throwable e) {
      // a heap that is full: not even the failure could be reported
      stats.addUnreported();
      LockSupport.parkNanos(FIRST_PAUSE_NANOS);
      return !ring.isClosing();
    }
  }

  /** Pauses after a failure; returns false if the end is near. */
  private boolean pauses() {
    try {
      ring.pause(SpillError.REMOVED == reportedError && failures == 1 ? 0 : pauseNanos());
    } catch (InterruptedException e) {
      stats.addError(SpillError.INTERNAL); // no known code interrupts this thread: go on
    }
    return !ring.isClosing();
  }

  private long pauseNanos() {
    int doubled = Math.min(failures - 1, 10);
    return Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << doubled);
  }

  private boolean awaitsWork() {
    try {
      return ring.awaitWork();
    } catch (InterruptedException e) {
      stats.addError(SpillError.INTERNAL);
      return !ring.isClosing();
    }
  }

  private void round() {
    try {
      if (!begun) {
        ownDirectory.claim();
        makeRoom(0);
        begun = true;
      }
      while (ring.size() > 0 && ring.isBeforeDeadline()) {
        write();
      }
      if (System.nanoTime() - listedAt > MAX_LISTING_AGE_NANOS) {
        usage = budget.count();
        listedAt = System.nanoTime();
      }
      failures = 0;
      failing = false;
      reportedError = null;
    } catch (SpillException e) {
      failed(e.error(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      failed(SpillError.WRITE, e.toString());
    } catch (Throwable e) {
      failed(SpillError.INTERNAL, e.toString());
    }
  }

  private void makeRoom(long bytes) throws SpillException {
    usage = budget.makeRoom(bytes);
    listedAt = System.nanoTime();
  }

  /** Writes one batch: all that waits, or what fits into the segment or into one write. */
  private void write() throws IOException {
    boolean full = fill();
    if (batch.lines() > 0) {
      SegmentWriter to = segment == null ? open() : segment;
      to.append(batch.content());
      if (!to.isThere()) {
        throw new SpillException(
            SpillError.REMOVED, "the segment was removed while it was written");
      }
      usage = usage.plus(batch.bytes(), 0);
      records.addAndGet(batch.lines());
      ring.release(batch.lines());
    }
    if (full) {
      close();
    }
  }

  /** Fills the batch; returns true if the segment is full after it. */
  private boolean fill() {
    batch.clear();
    int waiting = ring.size();
    long written = segment == null ? 0 : segment.bytes();
    while (batch.lines() < waiting && !batch.isFull()) {
      try {
        batch.add(ring.entry(batch.lines()));
      } catch (IOException | RuntimeException e) {
        if (batch.lines() == 0) { // otherwise the lines before it go first
          stats.report(SpillError.SERIALIZE, "a sample cannot be written as JSON: " + e);
          stats.addDropped(DropCause.SERIALIZE, 1);
          ring.release(1);
        }
        return false;
      }
      // a line that is longer than a segment has one of its own
      boolean alone = written == 0 && batch.lines() == 1;
      if (written + batch.bytes() > segmentBytes && !alone) {
        batch.dropLast();
        return true;
      }
    }
    return false;
  }

  private SegmentWriter open() throws SpillException {
    ownDirectory.claim();
    makeRoom(segmentBytes);
    SegmentWriter made = ownDirectory.create(epochMillis.getAsLong());
    segment = made;
    usage = usage.plus(0, 1);
    return made;
  }

  private void close() throws IOException {
    SegmentWriter done = segment;
    segment = null;
    if (done != null) {
      done.close();
    }
  }

  private void failed(SpillError error, String why) {
    failures++;
    failing = true;
    stats.addError(error);
    if (error != reportedError) {
      reportedError = error;
      stats.warn(
          error,
          "samples are not spilled to " + ownDirectory.path() + ": " + why + "; memory goes on");
    }
    if (Thread.interrupted()) {
      stats.addError(SpillError.INTERNAL); // with the flag set every channel would fail from now on
    }
    giveUp();
  }

  /** Closes the segment with its whole lines; the samples of the batch are still in the ring. */
  private void giveUp() {
    SegmentWriter left = segment;
    if (left == null) {
      return;
    }
    try {
      if (left.bytes() > 0) {
        left.cut();
      } else {
        left.delete(); // on a full disk each attempt makes one, and none of them would ever age out
        usage = usage.plus(0, -1);
      }
    } catch (IOException e) {
      stats.addError(SpillError.WRITE); // a torn line stays: readers skip it
    }
    try {
      close();
    } catch (IOException e) {
      stats.addError(SpillError.WRITE);
    }
  }

  private void end() {
    int left = ring.size();
    ring.release(left);
    stats.addDropped(DropCause.CLOSED, left);
    try {
      close();
    } catch (IOException e) {
      stats.addError(SpillError.WRITE);
    }
    try {
      ownDirectory.release();
    } catch (IOException e) {
      stats.addError(SpillError.LOCK);
    }
  }
}
