package io.heddle.agent.weave.advice;

import io.heddle.agent.weave.advice.parameter.ProbeConstant;
import io.heddle.probe.AsyncRuns;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.family.Cells;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Advice for constant labels and a result that may come later. Inlined. */
final class AsyncResultAdvice {
  private AsyncResultAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  @SuppressWarnings({"UnusedVariable", "ParameterAssignment"})
  static @Nullable Cells enter(@ProbeConstant Probe probe, @Advice.Local("start") long start) {
    start = System.nanoTime();
    Cells cells = AsyncRuns.enter(probe);
    if (cells != null) {
      cells.start(); // last, see ConstantLabelAdvice
    }
    return cells;
  }

  // not suppress, see ConstantLabelAdvice
  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable Cells cells,
      @Advice.Local("start") long start,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (cells != null) {
      try {
        if (thrown == null) {
          AsyncRuns.leave(probe, cells, start, returned);
        } else {
          ProbeBridge.fail(cells, System.nanoTime() - start, thrown);
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
