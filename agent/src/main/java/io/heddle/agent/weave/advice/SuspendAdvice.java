package io.heddle.agent.weave.advice;

import io.heddle.probe.Door;
import io.heddle.probe.Probe;
import io.heddle.probe.coroutine.Suspension;
import io.heddle.probe.coroutine.Suspensions;
import io.heddle.registry.Cells;
import io.heddle.registry.OpenRun;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** A suspend function of Kotlin, which is called again at each resume. Inlined. */
final class SuspendAdvice {
  private SuspendAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable Suspension enter(
      @ProbeConstant Probe probe,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.AllArguments Object[] arguments) {
    if (!OpenRun.RESOLVED || !Cells.RESOLVED || !Suspension.RESOLVED) {
      return null;
    }
    return Suspensions.begin(probe, self, arguments);
  }

  // not suppress, see CellsAdvice; the call has what it needs of receiver and arguments
  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable Suspension call,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (call != null) {
      try {
        Suspensions.end(probe, call, returned, thrown);
      } catch (StackOverflowError e) {
        // no calls: there is no stack left for one
        OpenRun run = call.run;
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
        Door.swallowed(e);
      }
    }
  }
}
