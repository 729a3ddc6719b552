package io.heddle.registry;

import io.heddle.registry.labeled.DurationHistogram;
import io.heddle.registry.time.AgentWork;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the stages of runs and boxes: the run or box, and the stage of it, that each thread is in,
 * and the histogram of all stages. Time that no stage covers is the stage {@value #UNATTRIBUTED}.
 * Thread-safe.
 */
public final class Stages {
  /** Name of the stage that stands for the time which no stage covers. */
  public static final String UNATTRIBUTED = "unattributed";

  /** Value of the label {@code of} for the stages of a box. */
  public static final String BOX = "box";

  private static final String NOTHING = "none";

  /** Maximum depth of frames on one thread; a deeper frame never becomes the innermost one. */
  private static final int DEEPEST = 1000;

  private static final double[] BOUNDS = {
    .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300
  };

  private final DurationHistogram durations;
  private final AtomicLong ignored = new AtomicLong();

  // not static: it belongs to one attachment. What a detach leaves in a thread are boot classes
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable StageFrame> innermost = new ThreadLocal<>();

  Stages(Registry registry) {
    this.durations =
        registry
            .metrics()
            .durations(
                "stage_duration_seconds",
                "Stages of boxes and runs.",
                List.of("of", "stage"),
                BOUNDS.clone());
  }

  /** Begins the frame of a run or box around what this thread does, until {@link #leave}. */
  public StageFrame enter(StageTimes times, long startNanos) {
    return push(new StageFrame(innermost(), times, null, startNanos));
  }

  /** Ties the innermost frame, if it is new, to this call: an abort of the call ends both. */
  public void bind(ActiveCall call) {
    StageFrame frame = innermost.get();
    if (frame != null && frame.call == null) {
      frame.call = call;
    }
  }

  /**
   * Begins a stage on this thread, until {@link #leave}.
   *
   * @param of the run or box of the stage; null: the one around it
   */
  public StageFrame begin(@Nullable StageTimes of, String stage, long startNanos) {
    StageFrame outer = innermost();
    StageTimes times = of == null ? around(outer) : of;
    StageFrame frame = push(new StageFrame(outer, times, stage, startNanos));
    if (times != null) {
      times.current(stage);
    }
    return frame;
  }

  private StageFrame push(StageFrame frame) {
    if (frame.depth <= DEEPEST) {
      innermost.set(frame);
    }
    return frame;
  }

  /**
   * Leaves a frame when its method returns or throws, on the thread that it began on. Heddle's own
   * work there meanwhile is part of no stage, even if the stage ends later.
   */
  public void leave(StageFrame frame, long nowNanos) {
    frame.ownNanos = AgentWork.within(frame.startNanos, nowNanos - frame.startNanos);
    leave(frame);
  }

  /** Leaves a frame without taking Heddle's own work off its time. */
  public void leave(StageFrame frame) {
    if (frame.outer == null) {
      innermost.remove();
    } else if (frame.depth <= DEEPEST) {
      innermost.set(frame.outer); // any frame above it was lost
    }
    resume(frame);
  }

  /** Returns the run or box to the stage that it was in before this frame. */
  private static void resume(StageFrame frame) {
    if (frame.stage != null && frame.times != null) {
      frame.times.current(frame.stageAround);
    }
  }

  /** Returns the times of the box that comes up around this stage, or else of the innermost run. */
  private static @Nullable StageTimes around(@Nullable StageFrame outer) {
    for (StageFrame frame = outer; frame != null; frame = frame.outer) {
      if (frame.times != null && frame.times.isBox()) {
        return frame.times;
      }
    }
    return outer == null ? null : outer.times;
  }

  /** Leaves the lost frames of this thread and returns the innermost other one, or null. */
  public @Nullable StageFrame innermost() {
    StageFrame top = innermost.get();
    StageFrame alive = top;
    while (alive != null && alive.isLost()) {
      resume(alive);
      alive = alive.outer;
    }
    if (alive != top) {
      innermost.set(alive);
    }
    return alive;
  }

  /** Records the end of a stage, on any thread, after {@link #leave}. */
  public void end(StageFrame frame, long endNanos) {
    String stage = frame.stage;
    if (stage == null) {
      return;
    }
    long nanos = Math.max(0, endNanos - frame.startNanos - frame.ownNanos);
    long own = Math.max(0, nanos - frame.innerNanos);
    if (!record(frame.times, stage, own)) {
      return;
    }
    for (StageFrame around = frame.outer; around != null; around = around.outer) {
      if (around.stage != null && around.times == frame.times) {
        around.innerNanos += nanos;
        return;
      }
    }
  }

  /**
   * Records the duration of a stage.
   *
   * @param times of the run or box; null: the stage belongs to none
   * @return false if the stage is ignored, see {@link #ignored}
   */
  public boolean record(@Nullable StageTimes times, String stage, long nanos) {
    if (times != null && !times.add(stage, nanos)) {
      ignore();
      return false;
    }
    durations.record(List.of(times == null ? NOTHING : times.of(), stage), nanos);
    return true;
  }

  /**
   * Closes the stages of a run that has ended or a box that is up, and records the unattributed
   * time.
   */
  public void finish(StageTimes times, long totalNanos) {
    long rest = times.close(totalNanos);
    if (rest >= 0) {
      durations.record(List.of(times.of(), UNATTRIBUTED), rest);
    }
  }

  /** Counts a stage or boot of a box as ignored, because the box has it already. */
  public void ignore() {
    ignored.incrementAndGet();
  }

  /**
   * Returns the number of stages and boots that were ignored: not the first of their name in their
   * box, one too many, or after the end.
   */
  public long ignored() {
    return ignored.get();
  }
}
