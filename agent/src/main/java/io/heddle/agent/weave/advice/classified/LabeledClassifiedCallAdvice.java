package io.heddle.agent.weave.advice.classified;

import io.heddle.agent.weave.advice.parameter.LabelStart;
import io.heddle.agent.weave.advice.parameter.ProbeConstant;
import io.heddle.agent.weave.advice.parameter.Returned;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.classified.ClassifiedRuns;
import io.heddle.registry.family.Cells;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Advice for one or two labels that start with the receiver or an argument, and an outcome by the
 * result. Inlined; a success with texts met before allocates nothing.
 */
public final class LabeledClassifiedCallAdvice {
  private LabeledClassifiedCallAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  @SuppressWarnings({"UnusedVariable", "ParameterAssignment"})
  static @Nullable Cells enter(
      @ProbeConstant Probe probe,
      @LabelStart(0) @Nullable Object first,
      @LabelStart(1) @Nullable Object second,
      @Advice.Local("start") long start,
      @Advice.Local("timed") boolean timed) {
    Cells cells = ClassifiedRuns.enter(probe, first, second);
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
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable Cells cells,
      @Advice.Local("start") long start,
      @Advice.Local("timed") boolean timed,
      @Returned @Nullable Object returned,
      @Returned long number,
      @Returned int kind,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (cells != null) {
      try {
        ClassifiedRuns.end(probe, cells, timed, start, returned, number, kind, thrown);
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
