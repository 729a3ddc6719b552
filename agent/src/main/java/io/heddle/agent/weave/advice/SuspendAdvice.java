package io.heddle.agent.weave.advice;

import io.heddle.agent.weave.advice.parameter.ProbeConstant;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.coroutine.SuspendedCall;
import io.heddle.probe.coroutine.SuspendedCalls;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.family.Cells;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Advice for a suspend function of Kotlin, which is called again at each resume. Inlined. */
final class SuspendAdvice {
  private SuspendAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable SuspendedCall enter(
      @ProbeConstant Probe probe,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.AllArguments Object[] arguments) {
    if (!InFlightRun.RESOLVED || !Cells.RESOLVED || !SuspendedCall.RESOLVED) {
      return null;
    }
    return SuspendedCalls.begin(probe, self, arguments);
  }

  // not suppress, see ConstantLabelAdvice; the call has what it needs of receiver and arguments
  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable SuspendedCall call,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (call != null) {
      try {
        SuspendedCalls.end(probe, call, returned, thrown);
      } catch (StackOverflowError e) {
        // no calls: there is no stack left for one
        InFlightRun run = call.run;
        if (run != null) {
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
        }
      } catch (Throwable e) {
        ProbeBridge.swallowed(e);
      }
    }
  }
}
