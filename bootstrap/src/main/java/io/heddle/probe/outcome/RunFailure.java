package io.heddle.probe.outcome;

import io.heddle.registry.family.Outcome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The outcome and the error type of a run that did not succeed.
 *
 * @param outcome never {@link Outcome#SUCCESS}
 * @param errorType a kind such as {@code timeout}, or the simple name of an exception's class
 */
public record RunFailure(Outcome outcome, String errorType) {
  private static final int MAX_WRAPPERS = 10;

  private static final ClassValue<RunFailure> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected RunFailure computeValue(Class<?> type) {
          return ofClass(type);
        }
      };

  /**
   * Returns the failure that an exception means. Wrappers of java.util.concurrent and of reflection
   * are looked through; no method of an application's exception is called.
   */
  public static RunFailure of(Throwable thrown) {
    return BY_CLASS.get(bare(thrown).getClass());
  }

  /** Returns the exception without the wrappers that {@link #of} looks through. */
  public static Throwable bare(Throwable thrown) {
    Throwable bare = thrown;
    for (int i = 0; i < MAX_WRAPPERS && isWrapper(bare.getClass()); i++) {
      Throwable cause = bare.getCause();
      if (cause == null) {
        break;
      }
      bare = cause;
    }
    return bare;
  }

  private static boolean isWrapper(Class<?> type) {
    return type == ExecutionException.class
        || type == CompletionException.class
        || type == InvocationTargetException.class
        || type == UndeclaredThrowableException.class;
  }

  private static RunFailure ofClass(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      Outcome outcome = ofName(c.getName());
      if (outcome != null) {
        return new RunFailure(outcome, outcome.label());
      }
    }
    return new RunFailure(Outcome.FAILURE, simpleName(type));
  }

  private static String simpleName(Class<?> type) {
    try {
      Class<?> named = type;
      while (named.isHidden() || named.isAnonymousClass()) {
        Class<?> parent = named.getSuperclass();
        if (parent == null) {
          break;
        }
        named = parent;
      }
      return named.getSimpleName();
    } catch (LinkageError e) {
      // what encloses the class is missing or malformed: a run must end all the same
      return type.getName().substring(type.getName().lastIndexOf('.') + 1);
    }
  }

  // by name: an instanceof would load classes that the application may never need
  private static @Nullable Outcome ofName(String name) {
    return switch (name) {
      case "java.util.concurrent.TimeoutException",
          "java.net.SocketTimeoutException",
          "java.net.http.HttpTimeoutException",
          "kotlinx.coroutines.TimeoutCancellationException" ->
          Outcome.TIMEOUT;
      case "java.util.concurrent.CancellationException",
          "java.lang.InterruptedException",
          "java.nio.channels.ClosedByInterruptException" ->
          Outcome.CANCELED;
      default -> null;
    };
  }
}
