package io.heddle.agent.weave;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.weave.thread.AgentThreadRunner;
import io.heddle.probe.FutureTracker;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the JDK's futures when a rule's method may return one for the first time, before the class
 * of that method has loaded. Thread-safe.
 */
final class FutureWeaving {
  private final ActiveRules book;
  private final ThreadFactory threads;
  private final WarningSink warnings;
  // the highest level that was tried, as of ClassWeaver.futures
  private volatile int tried;
  private volatile @Nullable Thread weaving;

  FutureWeaving(ActiveRules book, ThreadFactory threads, WarningSink warnings) {
    this.book = book;
    this.threads = threads;
    this.warnings = warnings;
  }

  /** Weaves the future classes that the methods woven by this class weaver need by now. */
  void follow(ClassWeaver engine, Retransform retransform) {
    // the thread that weaves them gets here too, while another waits for it with the lock
    if (tried < engine.futures() && weaving != Thread.currentThread()) {
      weave(engine.futures(), retransform);
    }
  }

  private synchronized void weave(int wanted, Retransform retransform) {
    if (tried >= wanted) {
      return;
    }
    boolean tasks = wanted > AdviceSelection.STAGES;
    List<String> names = FutureClasses.names(tasks);
    boolean added = book.follow(names);
    Runnable task = new Task(retransform.of(names), tasks);
    if (added) {
      AgentThreadRunner.run(task, threads);
    } else {
      // a rule means these classes too: one of them may be what this thread is loading
      Thread thread = threads.newThread(task);
      thread.setName("heddle-weaver");
      thread.start();
    }
    tried = wanted;
  }

  private final class Task implements Runnable {
    private final Runnable retransform;
    private final boolean tasks;

    Task(Runnable retransform, boolean tasks) {
      this.retransform = retransform;
      this.tasks = tasks;
    }

    @Override
    public void run() {
      weaving = Thread.currentThread();
      try {
        retransform.run();
        if (!FutureTracker.weave(tasks)) {
          warnings.warn(
              "weave",
              "the futures of this JDK cannot be followed: what is chained to one may count as its"
                  + " duration",
              new IllegalStateException());
        }
      } catch (RuntimeException | LinkageError e) {
        warnings.warn("weave", "futures could not be woven: " + e, e);
      } finally {
        weaving = null;
      }
    }
  }
}
