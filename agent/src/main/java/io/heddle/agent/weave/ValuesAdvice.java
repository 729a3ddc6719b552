package io.heddle.agent.weave;

import io.heddle.probe.Probe;
import io.heddle.probe.Runs;
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
    return Runs.begin(probe, self, arguments);
  }

  @Advice.OnMethodExit(
      onThrowable = Throwable.class,
      suppress = Throwable.class,
      backupArguments = false)
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable OpenRun run,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.Local("arguments") Object[] arguments,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (run != null) {
      Runs.end(probe, run, self, arguments, returned, thrown);
    }
  }
}
