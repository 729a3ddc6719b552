package io.heddle.agent.weave.retransform;

import io.heddle.probe.ProbeBridge;
import io.heddle.registry.Suppression;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Retransforms many classes with few and short stops of the application. Each batch is one call,
 * and one stop, of the JVM. A class that the JVM refuses does not affect others: its batch is tried
 * again in halves. Not thread-safe.
 */
public final class RetransformBatches {
  private final Instrumentation instrumentation;
  private final Listener listener;
  private final @Nullable Consumer<String> progress;
  private final BatchSize size = new BatchSize();

  /** Estimates the size of classes, and is notified of results. */
  public interface Listener {
    /** Returns the size of the class file in bytes, or a guess. */
    long bytes(Class<?> one);

    /** Handles a class that the JVM refuses, which stays as it was. */
    void refused(Class<?> one, Throwable why);

    /**
     * Handles the end of a batch.
     *
     * @param count classes that are done so far, including those that were refused
     */
    void done(int count);
  }

  /**
   * Creates batches for one retransformation.
   *
   * @param progress receives the progress, "300 of 2000 classes", if there is more than one batch
   */
  public RetransformBatches(
      Instrumentation instrumentation, Listener listener, @Nullable Consumer<String> progress) {
    this.instrumentation = instrumentation;
    this.listener = listener;
    this.progress = progress;
  }

  /** Retransforms all classes in batches. */
  public void run(List<Class<?>> classes) {
    Class<?>[] all = classes.toArray(new Class<?>[0]);
    // what this uses may be woven by now
    Suppression suppression = ProbeBridge.suppress();
    StopClock clock = new StopClock();
    instrumentation.addTransformer(clock, true);
    try {
      int from = 0;
      while (from < all.length) {
        from = batch(all, from, clock);
        listener.done(from);
        if (progress != null && from < all.length) {
          progress.accept(from + " of " + all.length + " classes");
        }
      }
    } finally {
      instrumentation.removeTransformer(clock);
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** Retransforms classes that must change together, however long it takes. */
  public void atOnce(List<Class<?>> classes) {
    retransform(classes.toArray(new Class<?>[0]));
  }

  /** Retransforms as many classes as fit and returns the index of the next one. */
  private int batch(Class<?>[] all, int from, StopClock clock) {
    int to = from;
    long held = 0;
    while (to < all.length) {
      long bytes = listener.bytes(all[to]);
      if (to > from && held + bytes > size.bytes()) {
        break;
      }
      held += bytes;
      to++;
    }
    clock.start();
    if (retransform(Arrays.copyOfRange(all, from, to))) {
      size.took(held, clock.nanos());
    }
    return to;
  }

  /** Retransforms classes; returns false if one call did not do it. */
  private boolean retransform(Class<?>[] classes) {
    Throwable refusal;
    try {
      instrumentation.retransformClasses(classes);
      return true;
    } catch (UnmodifiableClassException | RuntimeException e) {
      // UnsupportedOperationException: another agent adds a member
      refusal = e;
    } catch (LinkageError | VirtualMachineError e) {
      // VerifyError, InternalError of a class that cannot be linked, OutOfMemoryError
      refusal = e;
    }
    int half = classes.length / 2;
    if (half > 0) {
      retransform(Arrays.copyOfRange(classes, 0, half));
      retransform(Arrays.copyOfRange(classes, half, classes.length));
    } else if (classes.length == 1) {
      listener.refused(classes[0], refusal);
    }
    return false;
  }

  /**
   * Measures how long a call stopped the application, a little too long rather than too short: the
   * JVM first asks transformers about each class, while the application runs, and stops it then.
   */
  private static final class StopClock implements ClassFileTransformer {
    private final Thread owner = Thread.currentThread();
    private long last;

    void start() {
      last = System.nanoTime();
    }

    long nanos() {
      return System.nanoTime() - last;
    }

    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        @Nullable String className,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] bytes) {
      if (redefined != null && Thread.currentThread() == owner) {
        last = System.nanoTime();
      }
      return null;
    }
  }
}
