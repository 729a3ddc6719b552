package io.heddle.agent.weave.advice;

import io.heddle.agent.weave.advice.parameter.ProbeConstant;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.TrackedRuns;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.family.Cells;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Advice for labels or an outcome from the call, or a result that completes later. Inlined. */
final class DynamicLabelAdvice {
  private DynamicLabelAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable InFlightRun enter(
      @ProbeConstant Probe probe,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.AllArguments Object[] arguments) {
    if (!InFlightRun.RESOLVED || !Cells.RESOLVED) {
      return null;
    }
    return TrackedRuns.begin(probe, self, arguments);
  }

  // not suppress, see ConstantLabelAdvice; the run has what it needs of receiver and arguments
  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable InFlightRun run,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (run != null) {
      try {
        TrackedRuns.end(probe, run, returned, thrown);
      } catch (StackOverflowError e) {
        // no calls: there is no stack left for one
        run.aborted = true;
        run.kept = null;
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
