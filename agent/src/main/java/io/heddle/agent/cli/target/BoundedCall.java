package io.heddle.agent.cli.target;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs what another process may never answer on a daemon thread, and waits only so long. */
final class BoundedCall {
  private BoundedCall() {}

  /**
   * Runs the work and waits at most this long; work that is late goes on unwatched.
   *
   * @throws ExecutionException with what the work threw
   * @throws TimeoutException if it is not done in time
   */
  static <T> T call(Duration limit, Callable<T> work) throws ExecutionException, TimeoutException {
    return call(new ResponseTimeout(limit), work);
  }

  /**
   * Runs the work, which may renew the patience, and waits until that is over.
   *
   * @throws ExecutionException with what the work threw
   * @throws TimeoutException if the patience is over
   */
  static <T> T call(ResponseTimeout patience, Callable<T> work)
      throws ExecutionException, TimeoutException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "heddle-bounded");
    thread.setDaemon(true);
    thread.start();
    while (true) {
      long left = patience.leftNanos();
      try {
        return task.get(Math.max(0, left), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ExecutionException(e);
      } catch (TimeoutException e) {
        if (patience.leftNanos() <= 0) {
          throw e;
        }
      }
    }
  }
}
