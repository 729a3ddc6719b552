package io.heddle.agent.weave.advice;

import io.heddle.probe.Door;
import io.heddle.probe.Later;
import io.heddle.probe.Probe;
import io.heddle.registry.Cells;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Constant labels and a result that may come later. Inlined. */
final class LaterAdvice {
  private LaterAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  @SuppressWarnings({"UnusedVariable", "ParameterAssignment"})
  static @Nullable Cells enter(@ProbeConstant Probe probe, @Advice.Local("start") long start) {
    start = System.nanoTime();
    Cells cells = Later.enter(probe);
    if (cells != null) {
      cells.start(); // last, see CellsAdvice
    }
    return cells;
  }

  // not suppress, see CellsAdvice
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
          Later.leave(probe, cells, start, returned);
        } else {
          Door.fail(cells, System.nanoTime() - start, thrown);
        }
      } catch (StackOverflowError e) {
        try {
          cells.lose();
        } catch (Throwable again) {
          cells.lost++; // not a call: there is no stack left for one
        }
      } catch (Throwable e) {
        Door.swallowed(e);
      }
    }
  }
}
