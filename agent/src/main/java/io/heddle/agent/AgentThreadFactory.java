package io.heddle.agent;

import io.heddle.probe.ProbeBridge;
import io.heddle.registry.Registry;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Creates Heddle's own threads: unmeasured daemons that keep nothing of the application. */
final class AgentThreadFactory implements ThreadFactory {
  private static final long DEFAULT_STACK = 0;
  private static final int STARTED = 8;

  private final AtomicInteger count = new AtomicInteger();
  private final Thread.UncaughtExceptionHandler counted;
  // those that live, and some that have ended; weak: one that could not be started never ends.
  // Guarded by this
  private final List<WeakReference<Thread>> made = new ArrayList<>();

  /**
   * @param registry counts what escapes a thread
   */
  AgentThreadFactory(Registry registry) {
    this.counted = new Counted(registry);
  }

  @Override
  public Thread newThread(Runnable task) {
    Runnable unmeasured =
        new Runnable() {
          @Override
          public void run() {
            ProbeBridge.suppress();
            task.run();
          }
        };
    String name = "heddle-" + count.incrementAndGet();
    Thread thread = new Thread(null, unmeasured, name, DEFAULT_STACK, false);
    thread.setDaemon(true);
    // the default one is the application's: it may end the JVM, or print
    thread.setUncaughtExceptionHandler(counted);
    thread.setContextClassLoader(AgentThreadFactory.class.getClassLoader());
    keep(thread);
    return thread;
  }

  /** Counts a thread of Heddle's that was there before among those that a detach waits for. */
  void adopt(@Nullable Thread thread) {
    if (thread != null) {
      keep(thread);
    }
  }

  private synchronized void keep(Thread thread) {
    // not at a start: it would load Thread.State
    for (int i = made.size() - 1; i >= 0 && made.size() > STARTED; i--) {
      Thread one = made.get(i).get();
      if (one == null || one.getState() == Thread.State.TERMINATED) {
        made.remove(i);
      }
    }
    made.add(new WeakReference<>(thread));
  }

  /**
   * Waits until every thread has ended.
   *
   * @param timeoutMillis maximum time to wait
   * @return the names of the threads that have not ended
   */
  List<String> left(long timeoutMillis) {
    long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
    List<String> names = new ArrayList<>();
    for (Thread thread : all()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      try {
        thread.join(Math.max(1, left));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (thread.isAlive()) {
        names.add(thread.getName());
      }
    }
    return names;
  }

  private synchronized List<Thread> all() {
    List<Thread> all = new ArrayList<>();
    for (WeakReference<Thread> reference : made) {
      Thread one = reference.get();
      if (one != null) {
        all.add(one);
      }
    }
    return all;
  }

  /** Counts errors that escape a thread: those of a full heap, as loops count all others. */
  private record Counted(Registry registry) implements Thread.UncaughtExceptionHandler {
    @Override
    public void uncaughtException(Thread thread, Throwable error) {
      registry.errors().add(error);
    }
  }
}
