package io.heddle.agent.unit.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A binary heap of logs, the one with the oldest sample on top. Not thread-safe. */
final class Oldest {
  private static final int FIRST = 16;

  private SampleLog[] heap = new SampleLog[FIRST];
  private int size;

  @Nullable SampleLog top() {
    return size == 0 ? null : heap[0];
  }

  /** Bytes of its slots. */
  int bytes() {
    return 4 * heap.length;
  }

  void add(SampleLog log) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    place(log, size++);
    up(log);
  }

  void remove(SampleLog log) {
    int hole = log.slot;
    SampleLog last = heap[--size];
    log.slot = -1;
    if (last != log) {
      place(last, hole);
      up(last);
      down(last);
    }
    clearAt(size);
  }

  /** Its oldest sample is a later one now. */
  void down(SampleLog log) {
    int at = log.slot;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isOlder(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isOlder(heap[child], log)) {
        break;
      }
      place(heap[child], at);
      at = child;
    }
    place(log, at);
  }

  private void up(SampleLog log) {
    int at = log.slot;
    while (at > 0 && isOlder(log, heap[(at - 1) / 2])) {
      place(heap[(at - 1) / 2], at);
      at = (at - 1) / 2;
    }
    place(log, at);
  }

  private void place(SampleLog log, int at) {
    heap[at] = log;
    log.slot = at;
  }

  @SuppressWarnings("NullAway") // a slot behind the end is never read
  private void clearAt(int at) {
    heap[at] = null;
  }

  private static boolean isOlder(SampleLog one, SampleLog other) {
    return one.head.millis < other.head.millis;
  }
}
