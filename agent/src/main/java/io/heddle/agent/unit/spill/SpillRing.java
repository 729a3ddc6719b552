package io.heddle.agent.unit.spill;

import io.heddle.agent.unit.store.MutableSample;
import io.heddle.exporter.report.UnitSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The queue before the disk: bounded, made once. One thread puts in, one takes out, any may read. A
 * sample leaves only after it was written, so that at every moment it is here or on disk.
 *
 * <p>No method holds the lock over anything slower than a walk through the ring. The lock is a
 * monitor and no {@code ReentrantLock}: that one allocates when two threads meet.
 */
final class SpillRing {
  /** Time that the first sample of a batch waits for others. */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** A waiting sample and its unit. */
  record Entry(String unit, UnitSample sample) {}

  // 52 bytes an entry with compressed references, 56 without: 213 or 229 KB for 4096 of them
  private final String[] units;
  private final long[] seqs;
  private final long[] millis;
  private final double[] cpus;
  private final long[] residents;
  private final long[] reads;
  private final long[] writes;

  // guarded by this
  private int head;
  private int size;
  private boolean closing;
  private long deadline;

  SpillRing(int capacity) {
    units = new String[capacity];
    Arrays.fill(units, "");
    seqs = new long[capacity];
    millis = new long[capacity];
    cpus = new double[capacity];
    residents = new long[capacity];
    reads = new long[capacity];
    writes = new long[capacity];
  }

  /** Adds a sample; returns false if the ring is full or closing. */
  synchronized boolean offer(MutableSample sample) {
    if (closing || size == units.length) {
      return false;
    }
    int i = index(size);
    units[i] = sample.unit();
    seqs[i] = sample.seq();
    millis[i] = sample.epochMillis();
    cpus[i] = sample.cpuPercent();
    residents[i] = sample.residentBytes();
    reads[i] = sample.readBytes();
    writes[i] = sample.writtenBytes();
    size++;
    if (size == 1 || size == half()) {
      notifyAll();
    }
    return true;
  }

  private int index(int position) {
    int i = head + position;
    return i < units.length ? i : i - units.length;
  }

  private int half() {
    return units.length / 2;
  }

  synchronized int size() {
    return size;
  }

  /** Returns the sample at this position from the oldest; only for the thread that releases. */
  synchronized Entry entry(int position) {
    int i = index(position);
    return new Entry(units[i], sample(i));
  }

  private UnitSample sample(int i) {
    return new UnitSample(seqs[i], millis[i], cpus[i], residents[i], reads[i], writes[i]);
  }

  /** Returns the samples of a unit with {@code from <= seq < below}, the oldest first. */
  synchronized List<UnitSample> copy(String unit, long from, long below) {
    List<UnitSample> found = new ArrayList<>();
    for (int position = 0; position < size; position++) {
      int i = index(position);
      if (seqs[i] >= from && seqs[i] < below && units[i].equals(unit)) {
        found.add(sample(i));
      }
    }
    return found;
  }

  /** Removes the oldest samples, which are on disk or given up. */
  synchronized void release(int count) {
    for (int position = 0; position < count; position++) {
      units[index(position)] = ""; // the name of a unit that is gone is not kept
    }
    head = index(count);
    size -= count;
  }

  /**
   * Waits until there is something to write and some time for more to join it has passed.
   *
   * @return false if there will never be anything more to do
   */
  synchronized boolean awaitWork() throws InterruptedException {
    while (size == 0 && !closing) {
      wait();
    }
    long until = System.nanoTime() + GATHER_NANOS;
    long left = GATHER_NANOS;
    while (left > 0 && size < half() && !closing) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = until - System.nanoTime();
    }
    return !closing || (size > 0 && isBeforeDeadline());
  }

  /** Waits this long, or until the ring is closing. */
  synchronized void pause(long nanos) throws InterruptedException {
    long until = System.nanoTime() + nanos;
    long left = nanos;
    while (left > 0 && !closing) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = until - System.nanoTime();
    }
  }

  /** Takes no more samples; the rest may be written until a moment of {@link System#nanoTime}. */
  synchronized void close(long deadlineNanos) {
    closing = true;
    deadline = deadlineNanos;
    notifyAll();
  }

  synchronized boolean isClosing() {
    return closing;
  }

  /** Returns false if the ring is closing and its time is over. */
  synchronized boolean isBeforeDeadline() {
    return !closing || deadline - System.nanoTime() > 0;
  }
}
