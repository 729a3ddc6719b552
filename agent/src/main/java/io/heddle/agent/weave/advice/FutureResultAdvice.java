package io.heddle.agent.weave.advice;

import io.heddle.probe.ProbeBridge;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Advice for a method of the JDK in which a future gets its result. Inlined. */
final class FutureResultAdvice {
  private FutureResultAdvice() {}

  // the exit of an advice reads no parameter, see ParameterSlots
  @Advice.OnMethodEnter(suppress = Throwable.class)
  static @Nullable Object enter(@Advice.This Object future) {
    return future;
  }

  // not suppress, see ConstantLabelAdvice
  @Advice.OnMethodExit(onThrowable = Throwable.class, backupArguments = false)
  static void exit(@Advice.Enter @Nullable Object future) {
    try {
      if (future != null) {
        ProbeBridge.completed(future);
      }
    } catch (StackOverflowError e) {
      // the next scrape finds it
    } catch (Throwable e) {
      ProbeBridge.swallowed(e);
    }
  }
}
