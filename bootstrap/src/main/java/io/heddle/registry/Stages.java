package io.heddle.registry;

import io.heddle.registry.family.AgentWork;
import io.heddle.registry.labeled.DurationHistogram;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stages of runs and boxes: which run or box, and which stage of it, a thread is in, and the
 * histogram of them all. What the stages of a run leave over is its stage {@value #UNATTRIBUTED}.
 * Thread-safe.
 */
public final class Stages {
  /** What no stage covers. */
  public static final String UNATTRIBUTED = "unattributed";

  /** What a box's stages are of. */
  public static final String BOX = "box";

  private static final String NOTHING = "none";

  /** Of a recursion deeper than this the stages are not timed. */
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

  /** A run or a box goes on around what this thread does, until {@link #leave}. */
  public StageFrame enter(StageTimes times, long startNanos) {
    return push(new StageFrame(innermost(), times, null, startNanos));
  }

  /** The innermost frame, if it is new, ends with this call even where nobody leaves it. */
  public void bind(ActiveCall call) {
    StageFrame frame = innermost.get();
    if (frame != null && frame.call == null) {
      frame.call = call;
    }
  }

  /**
   * A stage begins on this thread, until {@link #leave}.
   *
   * @param of whose stage it is; null: of whatever is around
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
   * The method of this frame returns or throws, on the thread that it began on. What Heddle did
   * there meanwhile is of no stage, whenever that ends.
   */
  public void leave(StageFrame frame, long nowNanos) {
    frame.ownNanos = AgentWork.within(frame.startNanos, nowNanos - frame.startNanos);
    leave(frame);
  }

  /** The same, all of whose time is its own. */
  public void leave(StageFrame frame) {
    if (frame.outer == null) {
      innermost.remove();
    } else if (frame.depth <= DEEPEST) {
      innermost.set(frame.outer); // whatever else lies above it was lost
    }
    resume(frame);
  }

  /** The run or box is in the stage again that it was in before this frame. */
  private static void resume(StageFrame frame) {
    if (frame.stage != null && frame.times != null) {
      frame.times.current(frame.stageAround);
    }
  }

  /** The box that comes up around this stage, or else the innermost run. */
  private static @Nullable StageTimes around(@Nullable StageFrame outer) {
    for (StageFrame frame = outer; frame != null; frame = frame.outer) {
      if (frame.times != null && frame.times.isBox()) {
        return frame.times;
      }
    }
    return outer == null ? null : outer.times;
  }

  /** The innermost frame around what this thread does, or null. Those that are lost are left. */
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

  /** A stage is over, on any thread, after {@link #leave}. */
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
   * A stage took so long.
   *
   * @param times of the run or box; null: of nothing
   * @return false if it was not the first of its box: it is ignored, and counted as that
   */
  public boolean record(@Nullable StageTimes times, String stage, long nanos) {
    if (times != null && !times.add(stage, nanos)) {
      ignore();
      return false;
    }
    durations.record(List.of(times == null ? NOTHING : times.of(), stage), nanos);
    return true;
  }

  /** A run has come to its end, or a box is up; what its stages leave over is recorded. */
  public void finish(StageTimes times, long totalNanos) {
    long rest = times.close(totalNanos);
    if (rest >= 0) {
      durations.record(List.of(times.of(), UNATTRIBUTED), rest);
    }
  }

  /** Something of a box was set already, and is not counted. */
  public void ignore() {
    ignored.incrementAndGet();
  }

  /** Stages that were not the first of their name in their box, or one too many. */
  public long ignored() {
    return ignored.get();
  }
}
