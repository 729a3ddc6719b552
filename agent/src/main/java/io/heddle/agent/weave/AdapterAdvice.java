package io.heddle.agent.weave;

import io.heddle.probe.Probe;
import io.heddle.probe.Visits;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Hands the call to an adapter of a pack. Inlined. */
final class AdapterAdvice {
  private AdapterAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  @SuppressWarnings({"UnusedVariable", "ParameterAssignment"})
  static @Nullable Object enter(
      @ProbeConstant Probe probe,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.AllArguments Object[] all,
      @Advice.Local("arguments") Object[] arguments) {
    arguments = all;
    return Visits.visit(probe, self, arguments);
  }

  @Advice.OnMethodExit(
      onThrowable = Throwable.class,
      suppress = Throwable.class,
      backupArguments = false)
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable Object visit,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.Local("arguments") Object[] arguments,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (visit != null) {
      Visits.leave(probe, visit, self, arguments, returned, thrown);
    }
  }
}
