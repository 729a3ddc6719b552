package io.heddle.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Threads of a test that begin together; what they throw fails the test. */
final class Workers {
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
  private final CountDownLatch go = new CountDownLatch(1);

  /** What a thread does. */
  interface Job {
    void run(int index) throws Exception;
  }

  static Workers start(int count, Job job) {
    Workers workers = new Workers();
    for (int i = 0; i < count; i++) {
      int index = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  workers.go.await();
                  job.run(index);
                } catch (Throwable e) {
                  workers.thrown.add(e);
                }
              },
              "worker-" + i);
      workers.threads.add(thread);
      thread.start();
    }
    workers.go.countDown();
    return workers;
  }

  boolean areAlive() {
    for (Thread thread : threads) {
      if (thread.isAlive()) {
        return true;
      }
    }
    return false;
  }

  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(thrown).isEmpty();
  }
}
