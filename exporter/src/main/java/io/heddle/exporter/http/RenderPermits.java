package io.heddle.exporter.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Allows two responses to be made at a time, as each takes processor time. Thread-safe. */
public final class RenderPermits {
  private static final int PARALLEL = 2;
  private static final long WAIT_SECONDS = 8;

  // fair: a client that asks again and again does not starve another
  private final Semaphore free = new Semaphore(PARALLEL, true);

  /** Waits for a permit; returns false if there was none within 8 s. */
  public boolean begin() throws InterruptedException {
    return free.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Returns the permit that {@link #begin} took. */
  public void end() {
    free.release();
  }
}
