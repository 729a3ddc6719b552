package io.heddle.agent.unit.spill;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.unit.spill.disk.DiskUsage;
import io.heddle.agent.unit.spill.disk.LockedDirectory;
import io.heddle.agent.unit.spill.disk.Segment;
import io.heddle.agent.unit.spill.disk.SpillError;
import io.heddle.agent.unit.store.MutableSample;
import io.heddle.exporter.report.UnitSample;
import io.heddle.exporter.report.UnitSamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the samples that memory has no budget for, for the life of this JVM, in segments below a
 * directory that several JVMs may share. No error of the disk is thrown at a caller: it is counted,
 * reported once, and the write is tried again.
 *
 * <p>In one JVM at most one spill may be open for a directory at a time: file locks belong to
 * processes.
 */
public final class Spill implements AutoCloseable {
  /** Number of samples that may wait: of 1,000 units for four seconds, of 20 for three minutes. */
  private static final int QUEUE_CAPACITY = 4096;

  private static final long CLOSE_TIMEOUT_MILLIS = 2_000;
  private static final long MAX_CLOSE_TIMEOUT_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final SpillRing ring;
  private final LockedDirectory ownDirectory;
  private final SpillWriter writer;
  private final SpillStats stats;
  private final ThreadFactory threads;
  private @Nullable Thread thread; // guarded by this

  /**
   * @param directory of all JVMs; made if it is not there
   * @param ownName the name of this JVM's directory below it, {@code PID-STARTMILLIS}
   * @param maxBytes of all segments of this JVM and of those that have ended
   * @param segmentBytes of one segment; more than half of maxBytes is taken as half of it, so that
   *     there is always an old one to give up
   * @param epochMillis the wall clock, for the names of segments
   */
  public Spill(
      Path directory,
      String ownName,
      long maxBytes,
      long segmentBytes,
      LongSupplier epochMillis,
      ThreadFactory threads,
      WarningSink warnings) {
    this(
        directory, ownName, maxBytes, segmentBytes, epochMillis, threads, warnings, QUEUE_CAPACITY);
  }

  Spill(
      Path directory,
      String ownName,
      long maxBytes,
      long segmentBytes,
      LongSupplier epochMillis,
      ThreadFactory threads,
      WarningSink warnings,
      int queueCapacity) {
    if (!SpillBudget.isName(ownName)) {
      throw new IllegalArgumentException("not the name of a JVM's directory: " + ownName);
    }
    if (maxBytes < 2 || segmentBytes < 1) {
      throw new IllegalArgumentException("no room for a segment: " + maxBytes);
    }
    Path root = directory.toAbsolutePath();
    this.threads = threads;
    this.stats = new SpillStats(warnings);
    this.ring = new SpillRing(queueCapacity);
    this.ownDirectory = new LockedDirectory(root, ownName);
    SpillBudget budget = new SpillBudget(root, this.ownDirectory, maxBytes, stats);
    long segment = Math.min(segmentBytes, maxBytes / 2);
    this.writer = new SpillWriter(ring, this.ownDirectory, budget, stats, segment, epochMillis);
  }

  /** Starts the thread that writes. A disk that is not there yet is no error. */
  public synchronized void start() {
    if (thread == null) {
      Thread started = threads.newThread(writer);
      started.setName("heddle-spill");
      thread = started;
      started.start();
    }
  }

  /**
   * Puts a sample into the queue; called by one thread at a time. Neither waits for the disk nor
   * allocates.
   *
   * @param sample may be used again after the call
   * @return false if the queue is full: the sample is counted as dropped, and is a gap in seq
   */
  public boolean offer(MutableSample sample) {
    if (ring.offer(sample)) {
      return true;
    }
    DropCause cause = writer.isFailing() ? DropCause.DISK : DropCause.QUEUE;
    stats.addDropped(ring.isClosing() ? DropCause.CLOSED : cause, 1);
    return false;
  }

  /**
   * Sends every sample of a unit with {@code from <= seq < below} that is on disk or in the queue,
   * each once, in the order of seq, as a stream. Segments that vanish meanwhile, torn lines and
   * foreign ones are skipped.
   *
   * @throws IOException if the receiver throws it, and then only
   */
  public void read(String unit, long from, long below, UnitSamples.Sink sink) throws IOException {
    // the queue first: a sample that leaves it from now on is on disk, and in this copy
    List<UnitSample> queued = ring.copy(unit, from, below);
    long ofDisk = queued.isEmpty() ? below : queued.get(0).seq();
    SequenceRange old = new SequenceRange(from, ofDisk, sink);
    readSegments(unit, old);
    SequenceRange recent = new SequenceRange(old.next(), below, sink);
    for (UnitSample sample : queued) {
      recent.take(sample);
    }
  }

  private void readSegments(String unit, SequenceRange range) throws IOException {
    List<Segment> segments;
    SegmentReader reader;
    try {
      segments = ownDirectory.segments();
      reader = new SegmentReader(SampleLine.head(unit), stats);
    } catch (IOException e) {
      stats.report(
          SpillError.READ, "cannot read the segments in " + ownDirectory.path() + ": " + e);
      return;
    }
    for (Segment segment : segments) {
      if (range.isPassed()) {
        return;
      }
      reader.read(segment.file(), range);
    }
  }

  /** Returns the metrics of this spill, without a look at the disk. */
  public SpillMetrics figures() {
    DiskUsage usage = writer.usage();
    return new SpillMetrics(
        usage.bytes(), usage.segments(), writer.records(), stats.dropped(), stats.errors());
  }

  @Override
  public void close() {
    close(CLOSE_TIMEOUT_MILLIS);
  }

  /**
   * Writes what is queued if that is possible in this time, ends the thread and releases the lock.
   * If the disk blocks the thread for longer, all of that happens when it unblocks.
   *
   * @return true if the thread has ended
   */
  public boolean close(long timeoutMillis) {
    long timeout = Math.max(1, Math.min(timeoutMillis, MAX_CLOSE_TIMEOUT_MILLIS));
    // a tenth is for closing the files
    long writing = TimeUnit.MILLISECONDS.toNanos(timeout) / 10 * 9;
    ring.close(System.nanoTime() + writing);
    Thread started = started();
    if (started != null) {
      try {
        started.join(timeout);
      } catch (InterruptedException e) {
        // the caller is in a hurry: the thread ends by itself
        Thread.currentThread().interrupt();
      }
    }
    return started == null || !started.isAlive();
  }

  private synchronized @Nullable Thread started() {
    return thread;
  }
}
