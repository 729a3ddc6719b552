package io.heddle.probe.coroutine;

import io.heddle.probe.value.PropertyStep;
import org.jspecify.annotations.Nullable;

/**
 * Reads continuations, results and the marker of a suspension, by the names that Kotlin gives them:
 * none of its classes is visible here, and each loader may have its own.
 */
final class Continuations {
  private static final String SINGLETONS = "kotlin.coroutines.intrinsics.CoroutineSingletons";
  private static final String SUSPENDED = "COROUTINE_SUSPENDED";
  private static final String FAILURE = "kotlin.Result$Failure";
  private static final String FRAME = "kotlin.coroutines.jvm.internal.CoroutineStackFrame";
  private static final PropertyStep EXCEPTION = new PropertyStep("exception");
  private static final PropertyStep CALLER = new PropertyStep("getCallerFrame");

  // asked first: most continuations are frames, and a step that is missing throws
  private static final ClassValue<Boolean> FRAMES =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return isFrame(type);
        }
      };

  private Continuations() {}

  private static boolean isFrame(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Class<?> parent : c.getInterfaces()) {
        if (parent.getName().equals(FRAME) || isFrame(parent)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns true if a suspend function that returned this has not ended yet. */
  static boolean isSuspended(@Nullable Object returned) {
    return returned instanceof Enum<?> constant
        && constant.getDeclaringClass().getName().equals(SINGLETONS)
        && constant.name().equals(SUSPENDED);
  }

  /** Returns the exception in a {@code kotlin.Result} of a continuation; null if it is a value. */
  static @Nullable Throwable failure(@Nullable Object result) throws Throwable {
    if (result == null || !result.getClass().getName().equals(FAILURE)) {
      return null;
    }
    return EXCEPTION.read(result) instanceof Throwable thrown ? thrown : new Exception();
  }

  /**
   * Returns the continuation that is resumed when the function of this one ends; null if unknown.
   */
  static @Nullable Object caller(Object continuation) throws Throwable {
    return FRAMES.get(continuation.getClass()) ? CALLER.read(continuation) : null;
  }
}
