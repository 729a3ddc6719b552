package io.heddle.registry;

import org.jspecify.annotations.Nullable;

/** A run, a box or a stage that goes on around what the thread does now. Of one thread. */
public final class StageFrame {
  final @Nullable StageFrame outer;
  final int depth;
  final @Nullable StageTimes times;
  final @Nullable String stage;
  final @Nullable String stageAround;
  final long startNanos;
  // of stages of the same run or box within this one: each nanosecond belongs to one stage
  long innerNanos;
  // of Heddle's own work, until the frame was left
  long ownNanos;
  // that this frame lasts as long as; null until it is known
  @Nullable ActiveCall call;

  StageFrame(
      @Nullable StageFrame outer,
      @Nullable StageTimes times,
      @Nullable String stage,
      long startNanos) {
    this.outer = outer;
    this.depth = outer == null ? 1 : outer.depth + 1;
    this.times = times;
    this.stage = stage;
    this.stageAround = times == null ? null : times.current();
    this.startNanos = startNanos;
  }

  /** True if the call that it belongs to was aborted: nobody will leave it. */
  boolean isLost() {
    ActiveCall around = call;
    return around != null && around.aborted;
  }

  /** What is around this one on its thread. */
  public @Nullable StageFrame outer() {
    return outer;
  }

  /** How long Heddle itself worked on this thread until the frame was left; none of it counts. */
  public long ownNanos() {
    return ownNanos;
  }

  /** Whose stages these are; null for a stage that nothing is around. */
  public @Nullable StageTimes times() {
    return times;
  }
}
