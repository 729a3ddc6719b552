package io.heddle.agent.weave.advice;

import io.heddle.agent.weave.advice.parameter.ProbeConstant;
import io.heddle.probe.AdapterCalls;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.registry.ActiveCall;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Advice that passes the call to an adapter of a pack. Inlined. */
final class AdapterAdvice {
  private AdapterAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable ActiveCall enter(
      @ProbeConstant Probe probe,
      @Advice.This(optional = true) @Nullable Object self,
      @Advice.AllArguments Object[] arguments) {
    return AdapterCalls.visit(probe, self, arguments);
  }

  // not suppress, see ConstantLabelAdvice
  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit(
      @ProbeConstant Probe probe,
      @Advice.Enter @Nullable ActiveCall call,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
      @Advice.Thrown @Nullable Throwable thrown) {
    if (call != null) {
      try {
        AdapterCalls.leave(probe, call, returned, thrown);
      } catch (StackOverflowError e) {
        call.aborted = true; // not a call: there is no stack left for one
      } catch (Throwable e) {
        ProbeBridge.swallowed(e);
      }
    }
  }
}
