package io.heddle.agent.weave.advice;

import io.heddle.probe.ProbeBridge;
import net.bytebuddy.asm.Advice;

/** Advice for a method of the JDK that wakes the threads that wait for a future. Inlined. */
final class FutureWakeAdvice {
  private FutureWakeAdvice() {}

  @Advice.OnMethodEnter(suppress = Throwable.class)
  static void enter(@Advice.This Object future) {
    ProbeBridge.completed(future);
  }

  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit() {}
}
