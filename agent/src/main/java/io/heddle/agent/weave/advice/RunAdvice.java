package io.heddle.agent.weave.advice;

import io.heddle.probe.Door;
import io.heddle.probe.Probe;
import io.heddle.probe.Runs;
import io.heddle.registry.Cells;
import io.heddle.registry.OpenRun;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Constant labels, but listed while in flight or outermost. Inlined; nothing is allocated. */
final class RunAdvice {
  private RunAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable OpenRun enter(@ProbeConstant Probe probe) {
    if (!OpenRun.RESOLVED || !Cells.RESOLVED) {
      return null;
    }
    return Runs.begin(probe);
  }

  // not suppress, see CellsAdvice
  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable OpenRun run,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (run != null) {
      try {
        Runs.end(probe, run, thrown);
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
        Door.swallowed(e);
      }
    }
  }
}
