package io.heddle.agent.weave.advice;

import io.heddle.agent.weave.advice.parameter.ProbeConstant;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.family.Cells;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Advice for constant labels: two clock reads, two adds and a bucket. Inlined, allocation-free. */
final class ConstantLabelAdvice {
  private ConstantLabelAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  @SuppressWarnings({"UnusedVariable", "ParameterAssignment"})
  static @Nullable Cells enter(
      @ProbeConstant Probe probe,
      @Advice.Local("start") long start,
      @Advice.Local("timed") boolean timed) {
    Cells cells = ProbeBridge.enter(probe);
    if (cells != null) {
      timed = cells.nextIsTimed();
      start = timed ? System.nanoTime() : ProbeBridge.coarseNanos();
      // last, so that a stack that overflows leaves no run that never ends; and here, so that the
      // class of the cells is resolved before the exit needs it, which may have no stack for that
      cells.start();
    }
    return cells;
  }

  // not suppress: Byte Buddy puts its handler before those of the advice, which then never run
  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit(
      @Advice.Enter @Nullable Cells cells,
      @Advice.Local("start") long start,
      @Advice.Local("timed") boolean timed,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (cells != null) {
      try {
        if (thrown != null) {
          long nanos =
              timed
                  ? cells.failed(start, System.nanoTime())
                  : cells.failedUntimed(start, ProbeBridge.coarseNanos());
          ProbeBridge.fail(cells, nanos, thrown);
        } else if (timed) {
          cells.returned(start, System.nanoTime());
        } else {
          cells.returnedUntimed(start, ProbeBridge.coarseNanos());
        }
      } catch (StackOverflowError e) {
        try {
          cells.lose();
        } catch (Throwable again) {
          cells.lost++; // not a call: there is no stack left for one
        }
      } catch (Throwable e) {
        ProbeBridge.swallowed(e);
      }
    }
  }
}
