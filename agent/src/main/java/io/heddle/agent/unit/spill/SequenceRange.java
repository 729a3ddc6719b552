package io.heddle.agent.unit.spill;

import io.heddle.exporter.report.UnitSample;
import io.heddle.exporter.report.UnitSamples;
import java.io.IOException;

/**
 * The range of samples that a reader still wants, each once and in their order. A segment that was
 * given up after an error may end with samples that the next one holds again.
 */
final class SequenceRange {
  private final long below;
  private final UnitSamples.Sink sink;
  private long next;
  private boolean passed;

  SequenceRange(long from, long below, UnitSamples.Sink sink) {
    this.next = from;
    this.below = below;
    this.sink = sink;
    this.passed = from >= below;
  }

  /** Takes the next sample that was found, and passes it on if it is wanted. */
  void take(UnitSample sample) throws IOException {
    if (sample.seq() >= below) {
      passed = true;
    } else if (sample.seq() >= next) {
      next = sample.seq() + 1;
      sink.take(sample);
    }
  }

  /** Returns true if no later sample is wanted. */
  boolean isPassed() {
    return passed || next >= below;
  }

  /** Returns the smallest number that is still wanted. */
  long next() {
    return next;
  }
}
