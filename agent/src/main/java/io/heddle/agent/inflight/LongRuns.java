package io.heddle.agent.inflight;

import io.heddle.agent.os.ProcessStates;
import io.heddle.registry.InFlightRun;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the stacks of runs that last long. A stack is taken when the list of runs in flight is
 * asked for, one at a time, and at most {@value #MOST} a second: each stops a thread of the
 * application for some ten microseconds. Thread-safe.
 */
public final class LongRuns {
  private static final int MOST = 64;
  private static final int MOST_FRAMES = 100;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final String OWN = "io.heddle.";
  private static final String BOOT = "java.heddle.";

  private final double afterSeconds;
  private final ProcessStates processes = new ProcessStates();
  // guarded by this
  private long second = System.nanoTime();
  private int left = MOST;

  /**
   * @param afterMillis how long a run lasts before it has a stack; negative: none ever has
   */
  public LongRuns(long afterMillis) {
    this.afterSeconds = afterMillis < 0 ? Double.POSITIVE_INFINITY : afterMillis / 1e3;
  }

  /**
   * Returns the stack of a run, innermost frame first, without Heddle's own frames; null if it does
   * not last long enough, goes on outside of its method, or was one of too many.
   */
  public @Nullable List<String> stack(InFlightRun.InFlight run) {
    if (run.seconds() < afterSeconds) {
      return null;
    }
    StackTraceElement[] frames = take(run);
    List<String> shown = new ArrayList<>(Math.min(frames.length, MOST_FRAMES));
    for (StackTraceElement frame : frames) {
      String type = frame.getClassName();
      if (!type.startsWith(OWN) && !type.startsWith(BOOT) && shown.size() < MOST_FRAMES) {
        shown.add(text(frame));
      }
    }
    return shown.isEmpty() ? null : shown;
  }

  /** Returns the frame as jstack writes it, without loader, module and version. */
  private static String text(StackTraceElement frame) {
    return new StackTraceElement(
            frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber())
        .toString();
  }

  private synchronized StackTraceElement[] take(InFlightRun.InFlight run) {
    long now = System.nanoTime();
    if (now - second >= SECOND) {
      second = now;
      left = MOST;
    }
    if (left == 0) {
      return new StackTraceElement[0];
    }
    StackTraceElement[] frames = run.takeStack();
    left -= frames.length > 0 ? 1 : 0;
    return frames;
  }

  /** Returns the state of the process that a run waits for, in one word; null if unknown. */
  public @Nullable String processState(long pid) {
    return processes.of(pid);
  }
}
