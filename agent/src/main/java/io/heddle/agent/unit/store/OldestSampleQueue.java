package io.heddle.agent.unit.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A binary heap of logs, the one with the oldest sample on top. Not thread-safe. */
final class OldestSampleQueue {
  private static final int INITIAL_CAPACITY = 16;

  /** Size of a slot in bytes: a reference and a time. */
  private static final int SLOT_BYTES = 4 + Long.BYTES;

  private SampleLog[] heap = new SampleLog[INITIAL_CAPACITY];

  // beside the logs: through them each comparison is three misses of the cache, and one that just
  // lost its oldest sample sinks to the bottom
  private long[] times = new long[INITIAL_CAPACITY];
  private int size;

  @Nullable SampleLog top() {
    return size == 0 ? null : heap[0];
  }

  /** Returns the number of bytes of the slots. */
  int bytes() {
    return SLOT_BYTES * heap.length;
  }

  void add(SampleLog log) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
      times = Arrays.copyOf(times, 2 * size);
    }
    up(log, log.head.millis, size++);
  }

  void remove(SampleLog log) {
    int hole = log.slot;
    SampleLog last = heap[--size];
    long time = times[size];
    log.slot = -1;
    if (last != log) {
      up(last, time, hole);
      down(last, time);
    }
    clearAt(size);
  }

  /** Moves a log down, after its oldest sample was evicted and a later one is the oldest now. */
  void down(SampleLog log) {
    down(log, log.head.millis);
  }

  private void down(SampleLog log, long time) {
    int at = log.slot;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && times[child + 1] < times[child]) {
        child++;
      }
      if (times[child] >= time) {
        break;
      }
      put(heap[child], times[child], at);
      at = child;
    }
    put(log, time, at);
  }

  private void up(SampleLog log, long time, int from) {
    int at = from;
    while (at > 0 && time < times[(at - 1) / 2]) {
      put(heap[(at - 1) / 2], times[(at - 1) / 2], at);
      at = (at - 1) / 2;
    }
    put(log, time, at);
  }

  private void put(SampleLog log, long time, int at) {
    heap[at] = log;
    times[at] = time;
    log.slot = at;
  }

  @SuppressWarnings("NullAway") // a slot behind the end is never read
  private void clearAt(int at) {
    heap[at] = null;
  }
}
