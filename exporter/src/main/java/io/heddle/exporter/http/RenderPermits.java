package io.heddle.exporter.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Making a response takes processor: two at a time, and each waits for its turn. Thread-safe. */
public final class RenderPermits {
  private static final int PARALLEL = 2;
  private static final long WAIT_SECONDS = 8;

  // fair: a client that asks again and again does not starve another
  private final Semaphore free = new Semaphore(PARALLEL, true);

  /** False if there was none in time. */
  public boolean begin() throws InterruptedException {
    return free.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Ends what {@link #begin} began. */
  public void end() {
    free.release();
  }
}
