package io.heddle.agent.weave.advice;

import io.heddle.agent.weave.advice.parameter.ProbeConstant;
import io.heddle.probe.Probe;
import io.heddle.probe.reactive.ReactiveRuns;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Advice for a result that begins when it is subscribed to: it makes each subscription a run. */
final class PublisherAdvice {
  private PublisherAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable Object enter(
      @ProbeConstant Probe probe,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.AllArguments Object[] arguments) {
    return ReactiveRuns.call(self, arguments);
  }

  @Advice.OnMethodExit(
      onThrowable = Throwable.class,
      suppress = Throwable.class,
      backupArguments = false)
  @SuppressWarnings({"UnusedVariable", "ParameterAssignment"})
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable Object call,
      @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (call != null) {
      returned = ReactiveRuns.follow(probe, call, returned, thrown);
    }
  }
}
