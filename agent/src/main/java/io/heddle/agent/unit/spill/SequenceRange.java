package io.heddle.agent.unit.spill;

import io.heddle.agent.unit.store.UnitSample;
import java.io.IOException;

/**
 * What a reader still wants: samples up to a number, each once and in their order. A segment that
 * was given up may hold the beginning of what the next one holds again.
 */
final class SequenceRange {
  private final long below;
  private final UnitSample.Sink sink;
  private long next;
  private boolean passed;

  SequenceRange(long from, long below, UnitSample.Sink sink) {
    this.next = from;
    this.below = below;
    this.sink = sink;
    this.passed = from >= below;
  }

  /** The next sample that was found. */
  void take(UnitSample sample) throws IOException {
    if (sample.seq() >= below) {
      passed = true;
    } else if (sample.seq() >= next) {
      next = sample.seq() + 1;
      sink.take(sample);
    }
  }

  /** True if nothing that comes later is wanted. */
  boolean isPassed() {
    return passed || next >= below;
  }

  /** The smallest number that is still wanted. */
  long next() {
    return next;
  }
}
