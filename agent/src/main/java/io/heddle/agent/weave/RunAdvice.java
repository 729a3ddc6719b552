package io.heddle.agent.weave;

import io.heddle.probe.Probe;
import io.heddle.probe.Runs;
import io.heddle.registry.OpenRun;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Constant labels, but listed while in flight or outermost. Inlined; nothing is allocated. */
final class RunAdvice {
  private RunAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable OpenRun enter(@ProbeConstant Probe probe) {
    return Runs.begin(probe);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable OpenRun run,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (run != null) {
      Runs.end(probe, run, thrown);
    }
  }
}
