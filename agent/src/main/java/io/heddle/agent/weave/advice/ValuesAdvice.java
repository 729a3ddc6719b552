package io.heddle.agent.weave.advice;

import io.heddle.probe.Door;
import io.heddle.probe.Probe;
import io.heddle.probe.Runs;
import io.heddle.registry.Cells;
import io.heddle.registry.OpenRun;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Labels or outcome from the call, or a result that completes later. Inlined. */
final class ValuesAdvice {
  private ValuesAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable OpenRun enter(
      @ProbeConstant Probe probe,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.AllArguments Object[] arguments) {
    if (!OpenRun.RESOLVED || !Cells.RESOLVED) {
      return null;
    }
    return Runs.begin(probe, self, arguments);
  }

  // not suppress, see CellsAdvice; the run has what it needs of receiver and arguments
  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable OpenRun run,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (run != null) {
      try {
        Runs.end(probe, run, returned, thrown);
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
        Door.swallowed(e);
      }
    }
  }
}
