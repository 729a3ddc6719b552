package io.heddle.registry;

import org.jspecify.annotations.Nullable;

/** The frame of a run, box or stage around what a thread does now. Belongs to one thread. */
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
  // the call that this frame belongs to; null until it is known
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

  /** Returns true if the call that it belongs to was aborted: the frame is never left. */
  boolean isLost() {
    ActiveCall around = call;
    return around != null && around.aborted;
  }

  /** Returns the frame around this one on its thread; null if there is none. */
  public @Nullable StageFrame outer() {
    return outer;
  }

  /** Returns the nanoseconds of Heddle's own work within the frame; none of them counts. */
  public long ownNanos() {
    return ownNanos;
  }

  /** Returns the times of its run or box; null for a stage that belongs to none. */
  public @Nullable StageTimes times() {
    return times;
  }
}
