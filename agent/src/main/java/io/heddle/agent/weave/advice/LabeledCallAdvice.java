package io.heddle.agent.weave.advice;

import io.heddle.agent.weave.advice.parameter.LabelStart;
import io.heddle.agent.weave.advice.parameter.ProbeConstant;
import io.heddle.probe.LabeledCalls;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.family.Cells;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Advice for one or two labels that start with the receiver or an argument: as for constant ones,
 * with a look-up in the thread's own table. Inlined; allocates nothing for texts met before.
 */
final class LabeledCallAdvice {
  private LabeledCallAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  @SuppressWarnings({"UnusedVariable", "ParameterAssignment"})
  static @Nullable Cells enter(
      @ProbeConstant Probe probe,
      @LabelStart(0) @Nullable Object first,
      @LabelStart(1) @Nullable Object second,
      @Advice.Local("start") long start,
      @Advice.Local("timed") boolean timed) {
    Cells cells = LabeledCalls.enter(probe, first, second);
    if (cells != null) {
      timed = cells.nextIsTimed();
      start = timed ? System.nanoTime() : ProbeBridge.coarseNanos();
      // last and here, see ConstantLabelAdvice
      cells.start();
    }
    return cells;
  }

  // not suppress, see ConstantLabelAdvice
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
