package io.heddle.agent.weave.advice;

import io.heddle.agent.weave.advice.parameter.LabelStart;
import io.heddle.agent.weave.advice.parameter.ProbeConstant;
import io.heddle.probe.LabeledCalls;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.TrackedRuns;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.family.Cells;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Advice for a listed or outermost run of which one or two labels start with the receiver or an
 * argument. Inlined; allocates nothing for texts met before.
 */
final class LabeledRunAdvice {
  private LabeledRunAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable InFlightRun enter(
      @ProbeConstant Probe probe,
      @LabelStart(0) @Nullable Object first,
      @LabelStart(1) @Nullable Object second) {
    if (!InFlightRun.RESOLVED || !Cells.RESOLVED) {
      return null;
    }
    return LabeledCalls.begin(probe, first, second);
  }

  // not suppress, see ConstantLabelAdvice
  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable InFlightRun run,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (run != null) {
      try {
        TrackedRuns.end(probe, run, thrown);
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
