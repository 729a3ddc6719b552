package io.heddle.agent.weave;

import io.heddle.agent.weave.advice.AdviceCatalog;
import io.heddle.agent.weave.thread.UninterruptibleWait;
import org.jspecify.annotations.Nullable;

/**
 * Loads Byte Buddy and reads the advice that most rules need on a thread of its own, while the
 * configuration is parsed: 65 ms in which the start waits for nothing else. Touches nothing of the
 * application, and no boot class that counts. Thread-safe.
 */
public final class AdvicePreparation implements Runnable {
  // several times what it takes where every core is busy
  private static final long LONGEST_WAIT_MILLIS = 10_000;

  private @Nullable Thread thread; // guarded by this
  private volatile @Nullable AdviceCatalog read;

  /** Creates a preparation that has not begun. */
  public AdvicePreparation() {}

  /** Begins; called once a file is seen to have rules. */
  @Override
  public synchronized void run() {
    if (thread == null) {
      Thread reading = new Thread(null, new Reading(), "heddle-weaver", 0, false);
      reading.setDaemon(true);
      reading.setContextClassLoader(AdvicePreparation.class.getClassLoader());
      thread = reading;
      reading.start();
    }
  }

  /** Returns the thread, or null if this has not begun. */
  public synchronized @Nullable Thread thread() {
    return thread;
  }

  /** Returns the advice, which this thread reads itself if that was not done. */
  AdviceCatalog advice() throws ReflectiveOperationException {
    Thread begun = thread();
    if (begun != null) {
      UninterruptibleWait.forEnd(begun, LONGEST_WAIT_MILLIS);
    }
    AdviceCatalog done = read;
    return done == null ? new AdviceCatalog() : done;
  }

  private final class Reading implements Runnable {
    @Override
    public void run() {
      try {
        AdviceCatalog made = new AdviceCatalog();
        made.prepare();
        read = made;
      } catch (Throwable e) {
        // who asks for the advice tries again, and reports it
      }
    }
  }
}
