package io.heddle.agent.weave.retransform;

import io.heddle.agent.weave.thread.UninterruptibleWait;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Retransforms many classes on two threads where there are two processors: most of the time the
 * code that weaves is not compiled yet, and no stop of the application is near. Runs once.
 */
public final class ParallelBatches {
  /** Minimum number of classes for which a second thread is worth its stops of the application. */
  private static final int LEAST = 64;

  private static final long LONGEST_WAIT_MILLIS = 3_600_000;

  private final Instrumentation instrumentation;
  private final RetransformBatches.Listener listener;
  private final @Nullable Consumer<String> progress;
  private final ThreadFactory threads;
  // guarded by this
  private int done;

  /**
   * Creates batches for one retransformation.
   *
   * @param listener is asked and told on both threads
   * @param progress receives the progress, "300 of 2000 classes", on either; or null
   */
  public ParallelBatches(
      Instrumentation instrumentation,
      RetransformBatches.Listener listener,
      @Nullable Consumer<String> progress,
      ThreadFactory threads) {
    this.instrumentation = instrumentation;
    this.listener = listener;
    this.progress = progress;
    this.threads = threads;
  }

  /** Retransforms all classes, and returns when that is done. */
  public void run(List<Class<?>> classes) {
    if (classes.size() < LEAST || Runtime.getRuntime().availableProcessors() < 2) {
      new RetransformBatches(instrumentation, listener, progress).run(classes);
      return;
    }
    List<Class<?>> even = new ArrayList<>();
    List<Class<?>> odd = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      (i % 2 == 0 ? even : odd).add(classes.get(i));
    }
    Thread beside = threads.newThread(new Half(odd, classes.size()));
    beside.setName("heddle-weaver");
    beside.start();
    new Half(even, classes.size()).run();
    UninterruptibleWait.forEnd(beside, LONGEST_WAIT_MILLIS);
  }

  private synchronized void report(int more, int total) {
    done += more;
    if (progress != null && done < total) {
      progress.accept(done + " of " + total + " classes");
    }
  }

  /** Retransforms the classes of one thread. */
  private final class Half implements Runnable, RetransformBatches.Listener {
    private final List<Class<?>> classes;
    private final int total;
    private int reported;

    Half(List<Class<?>> classes, int total) {
      this.classes = classes;
      this.total = total;
    }

    @Override
    public void run() {
      new RetransformBatches(instrumentation, this, null).run(classes);
    }

    @Override
    public long bytes(Class<?> one) {
      return listener.bytes(one);
    }

    @Override
    public void refused(Class<?> one, Throwable why) {
      listener.refused(one, why);
    }

    @Override
    public void done(int count) {
      report(count - reported, total);
      reported = count;
    }
  }
}
