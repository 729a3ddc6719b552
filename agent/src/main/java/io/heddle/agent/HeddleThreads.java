package io.heddle.agent;

import io.heddle.probe.Door;
import io.heddle.registry.Registry;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Heddle's own threads: daemons that are never measured and keep nothing of the application. */
final class HeddleThreads implements ThreadFactory {
  private static final long DEFAULT_STACK = 0;

  private final AtomicInteger count = new AtomicInteger();
  private final Thread.UncaughtExceptionHandler counted;

  /**
   * @param registry counts what escapes a thread
   */
  HeddleThreads(Registry registry) {
    this.counted = new Counted(registry);
  }

  @Override
  public Thread newThread(Runnable task) {
    Runnable unmeasured =
        new Runnable() {
          @Override
          public void run() {
            Door.suppress();
            task.run();
          }
        };
    String name = "heddle-" + count.incrementAndGet();
    Thread thread = new Thread(null, unmeasured, name, DEFAULT_STACK, false);
    thread.setDaemon(true);
    // the default one is the application's: it may end the JVM, or print
    thread.setUncaughtExceptionHandler(counted);
    thread.setContextClassLoader(HeddleThreads.class.getClassLoader());
    return thread;
  }

  /** Every loop of Heddle's counts its errors itself; what is left is that of a full heap. */
  private record Counted(Registry registry) implements Thread.UncaughtExceptionHandler {
    @Override
    public void uncaughtException(Thread thread, Throwable error) {
      registry.adviceError();
    }
  }
}
