package io.heddle.agent.weave;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.weave.thread.UninterruptibleWait;
import io.heddle.probe.jdk.SecurityManagers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the class weaver, which it creates at the first use. An application class waits while
 * another thread creates it, which needs nothing of the application. A class of the JDK never
 * waits: the class weaver may need that very class. It is noted, let through, and woven as soon as
 * the class weaver is ready. So is an application class that has waited too long: its thread may be
 * initialising what the class weaver needs.
 */
final class LazyClassWeaver {
  // to make it takes 0.7 s, and several times that where every core is busy
  private static final long LONGEST_WAIT_MILLIS = 10_000;

  private final Callable<Object> factory;
  private final Object lock = new Object();
  // guarded by lock
  private final List<String> missed = new ArrayList<>();
  private @Nullable Making making;

  private volatile @Nullable ClassWeaver engine;

  /** The creation of the class weaver by one thread; the latch opens when that has ended. */
  private record Making(Thread thread, CountDownLatch ended) {}

  /**
   * @param factory creates a {@link ClassWeaver}, a class that must not load before that
   */
  LazyClassWeaver(Callable<Object> factory) {
    this.factory = factory;
  }

  /**
   * Starts a thread that creates the class weaver. A class that a rule matches then waits for what
   * is left of that. A thread of its own never waits with a lock of the application, and needs
   * nothing of it. If it fails, the class that asks next tries again and reports the failure.
   *
   * @param afterwards as for {@link #get}
   */
  void prepare(ThreadFactory threads, Consumer<List<String>> afterwards, WarningSink warnings) {
    // no lambda: it would be the first of a start
    Runnable preparation =
        new Runnable() {
          @Override
          public void run() {
            try {
              if (!SecurityManagers.isInPlace()) {
                get(null, true, afterwards);
              }
            } catch (Exception | LinkageError e) {
              warnings.debug("the weaving engine could not be prepared: " + e);
            }
          }
        };
    Thread thread = threads.newThread(preparation);
    thread.setName("heddle-weaver");
    thread.start();
  }

  /**
   * Returns the class weaver, created at the first call.
   *
   * @param loading the class that is being loaded, or null
   * @param waits false for a class that must not wait
   * @param afterwards receives the classes that were let through, if this call created the class
   *     weaver
   * @return null for a class that was let through
   */
  @Nullable ClassWeaver get(
      @Nullable String loading, boolean waits, Consumer<List<String>> afterwards) throws Exception {
    while (engine == null) {
      Making other;
      synchronized (lock) {
        other = engine == null ? making : null;
        if (other == null && engine == null) {
          making = new Making(Thread.currentThread(), new CountDownLatch(1));
        } else if (other != null && !waits) {
          letThrough(loading);
          return null;
        }
      }
      if (other == null) {
        return engine != null ? engine : make(afterwards);
      }
      if (other.thread() == Thread.currentThread()) {
        return null;
      }
      boolean ended = UninterruptibleWait.forLatch(other.ended(), LONGEST_WAIT_MILLIS);
      if (!ended && engine == null) {
        letThrough(loading);
        return null;
      }
    }
    return engine;
  }

  private void letThrough(@Nullable String loading) {
    if (loading != null) {
      synchronized (lock) {
        missed.add(loading);
      }
    }
  }

  private @Nullable ClassWeaver make(Consumer<List<String>> afterwards) throws Exception {
    ClassWeaver made = null;
    List<String> later;
    try {
      made = (ClassWeaver) factory.call();
    } finally {
      synchronized (lock) {
        engine = made;
        if (making != null) {
          making.ended().countDown();
        }
        making = null;
        later = List.copyOf(missed);
        missed.clear();
      }
    }
    afterwards.accept(later);
    return made;
  }
}
