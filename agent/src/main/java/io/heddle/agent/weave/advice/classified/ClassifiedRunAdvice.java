package io.heddle.agent.weave.advice.classified;

import io.heddle.agent.weave.advice.parameter.ProbeConstant;
import io.heddle.agent.weave.advice.parameter.Returned;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.classified.ClassifiedRuns;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.family.Cells;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Advice for constant labels of a listed or outermost run, and an outcome by the result. Inlined; a
 * success allocates nothing.
 */
public final class ClassifiedRunAdvice {
  private ClassifiedRunAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable InFlightRun enter(@ProbeConstant Probe probe) {
    if (!InFlightRun.RESOLVED || !Cells.RESOLVED) {
      return null;
    }
    return ClassifiedRuns.begin(probe);
  }

  // not suppress, see ConstantLabelAdvice
  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable InFlightRun run,
      @Returned @Nullable Object returned,
      @Returned long number,
      @Returned int kind,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (run != null) {
      try {
        ClassifiedRuns.end(probe, run, returned, number, kind, thrown);
      } catch (StackOverflowError e) {
        // no calls: there is no stack left for one
        run.aborted = true;
        Cells cells = run.cells;
        if (cells != null) {
          run.cells = null;
          try {
            cells.lose();
          } catch (Throwable again) {
            cells.lost++; // not a call: there is no stack left for one
          }
        }
      } catch (Throwable e) {
        ProbeBridge.swallowed(e);
      }
    }
  }
}
