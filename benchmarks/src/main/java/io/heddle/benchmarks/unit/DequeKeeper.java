package io.heddle.benchmarks.unit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/** A plain deque of immutable records for each unit. */
abstract class DequeKeeper implements SampleKeeper {
  /** What a sample is counted as: a header of 12 bytes, six numbers, and what aligns them. */
  private static final long SAMPLE_BYTES = 64;

  /** What is known of a process at one moment. */
  record Sample(long seq, long millis, double cpuPercent, long resident, long read, long written) {}

  /** One unit. */
  static final class Deque {
    final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private long seq;
    private long lastMillis;

    /** Of a deque with samples. */
    long oldest() {
      return samples.getFirst().millis;
    }

    private void add(Feed from) {
      long span = from.millis - lastMillis;
      lastMillis = from.millis;
      double percent = span > 0 ? 1000.0 * from.ticks / span : Double.NaN;
      samples.addLast(
          new Sample(seq++, from.millis, percent, from.resident, from.read, from.written));
    }
  }

  final Map<String, Deque> deques = new HashMap<>();
  private final List<Deque> inTurn = new ArrayList<>();
  private long kept;
  private long gone;

  DequeKeeper(int units) {
    for (int i = 0; i < units; i++) {
      Deque deque = new Deque();
      deques.put(Feed.id(i), deque);
      inTurn.add(deque);
    }
  }

  /** Which one loses its oldest sample; at least one has a sample. */
  abstract void evict();

  /** There is a new sample in it. */
  abstract void added(Deque deque);

  @Override
  public void keep(Feed sample) {
    Deque deque = inTurn.get(sample.unit);
    deque.add(sample);
    added(deque);
    kept++;
    if (isOver()) {
      evict();
    }
  }

  boolean isOver() {
    return kept * SAMPLE_BYTES > CAPACITY;
  }

  void pop(Deque deque) {
    deque.samples.removeFirst();
    kept--;
    gone++;
  }

  @Override
  public long kept() {
    return kept;
  }

  @Override
  public long gone() {
    return gone;
  }

  /** As the system that Heddle's units grew from: the keys are sorted, each in turn loses one. */
  static final class ByName extends DequeKeeper {
    ByName(int units) {
      super(units);
    }

    @Override
    void added(Deque deque) {}

    @Override
    void evict() {
      List<String> keys = new ArrayList<>(deques.keySet());
      Collections.sort(keys);
      while (isOver()) {
        for (String key : keys) {
          Deque deque = Objects.requireNonNull(deques.get(key));
          if (!deque.samples.isEmpty()) {
            pop(deque);
          }
          if (!isOver()) {
            break;
          }
        }
      }
    }
  }

  /** The unit with the globally oldest sample loses it, found by a queue of all units. */
  static final class ByAge extends DequeKeeper {
    private final PriorityQueue<Deque> queue =
        new PriorityQueue<>(Comparator.comparingLong(Deque::oldest));

    ByAge(int units) {
      super(units);
    }

    @Override
    void added(Deque deque) {
      if (deque.samples.size() == 1) {
        queue.add(deque);
      }
    }

    @Override
    void evict() {
      while (isOver()) {
        Deque deque = Objects.requireNonNull(queue.poll());
        pop(deque);
        if (!deque.samples.isEmpty()) {
          queue.add(deque);
        }
      }
    }
  }
}
