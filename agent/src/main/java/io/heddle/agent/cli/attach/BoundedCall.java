package io.heddle.agent.cli.attach;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a call that another process may never answer, on a daemon thread and with a timeout. */
final class BoundedCall {
  private BoundedCall() {}

  /**
   * Runs the work and waits at most this long; late work goes on without being watched.
   *
   * @throws ExecutionException with what the work threw
   * @throws TimeoutException if the work is not done in time
   */
  static <T> T call(Duration limit, Callable<T> work) throws ExecutionException, TimeoutException {
    return call(new ResponseTimeout(limit), work);
  }

  /**
   * Runs the work, which may renew the timeout, and waits until the timeout is over.
   *
   * @throws ExecutionException with what the work threw
   * @throws TimeoutException if the timeout is over
   */
  static <T> T call(ResponseTimeout timeout, Callable<T> work)
      throws ExecutionException, TimeoutException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "heddle-bounded");
    thread.setDaemon(true);
    thread.start();
    while (true) {
      long left = timeout.leftNanos();
      try {
        return task.get(Math.max(0, left), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ExecutionException(e);
      } catch (TimeoutException e) {
        if (timeout.leftNanos() <= 0) {
          throw e;
        }
      }
    }
  }
}
