package io.heddle.agent.weave.advice;

import io.heddle.probe.ProbeBridge;
import net.bytebuddy.asm.Advice;

/** A method of the JDK that wakes whoever waits for a future, which has its result. Inlined. */
final class FutureWakeAdvice {
  private FutureWakeAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This Object future) {
    ProbeBridge.completed(future);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit() {}
}
