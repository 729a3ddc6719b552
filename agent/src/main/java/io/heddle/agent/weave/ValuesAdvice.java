package io.heddle.agent.weave;

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
  @SuppressWarnings({"UnusedVariable", "ParameterAssignment"})
  static @Nullable OpenRun enter(
      @ProbeConstant Probe probe,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.AllArguments Object[] all,
      @Advice.Local("arguments") Object[] arguments) {
    arguments = all;
    if (!OpenRun.RESOLVED || !Cells.RESOLVED) {
      return null;
    }
    return Runs.begin(probe, self, arguments);
  }

  // not suppress, see CellsAdvice
  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable OpenRun run,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.Local("arguments") Object[] arguments,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (run != null) {
      try {
        Runs.end(probe, run, self, arguments, returned, thrown);
      } catch (StackOverflowError e) {
        Cells cells = run.cells;
        if (cells != null) {
          run.cells = null;
          cells.lost++; // not a call: there is no stack left for one
        }
      } catch (Throwable e) {
        Door.swallowed(e);
      }
    }
  }
}
