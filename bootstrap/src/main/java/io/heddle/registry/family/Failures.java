package io.heddle.registry.family;

import io.heddle.registry.snapshot.BucketLayout;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs of one series that ended in one way other than success and for one reason. The counter of
 * errors is the sum of these buckets: it cannot disagree with the completed runs of the same pass.
 */
final class Failures {
  private final Outcome outcome;
  private final String errorType;
  private final BucketCounts buckets;
  private final LongAdder nanos = new LongAdder();
  private final long createdMillis;

  /**
   * Creates failures without a run.
   *
   * @param createdMillis before the first of them
   */
  Failures(
      Outcome outcome, String errorType, BucketLayout grid, Budget budget, long createdMillis) {
    this.createdMillis = createdMillis;
    this.outcome = outcome;
    this.errorType = errorType;
    this.buckets = new BucketCounts(grid, budget, false);
  }

  Outcome outcome() {
    return outcome;
  }

  String errorType() {
    return errorType;
  }

  long createdMillis() {
    return createdMillis;
  }

  long[] chunkOf(int cell) {
    return buckets.forceChunkOf(cell);
  }

  void addNanos(long duration) {
    nanos.add(duration);
  }

  /** Adds runs of an unknown, short duration. */
  void addLost(long count) {
    long[] chunk = chunkOf(0);
    for (long i = 0; i < count; i++) {
      BucketCounts.incrementShared(chunk, 0);
    }
  }

  /** Adds the counts to {@code into} and returns their sum. */
  long addTo(BucketAccumulator into) {
    long before = into.total();
    buckets.addTo(into);
    return into.total() - before;
  }

  long nanos() {
    return nanos.sum();
  }

  /** Returns the bytes taken from the budget. */
  long bytes(BucketLayout grid) {
    return BucketCounts.bytes(grid) + buckets.chunkBytes();
  }
}
