package io.heddle.benchmarks.later;

import com.example.Work;
import io.heddle.benchmarks.Counted;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Calls of the same small method on 10,000 virtual threads that live at once, each of which makes
 * 200 calls and gives way to another one after each 20. See {@link VirtualTable}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class VirtualPath {
  private static final int THREADS = 10_000;
  private static final int CALLS = 200;
  private static final int BETWEEN = 20;
  private static final String[] LABELS = {"a", "b", "c", "d", "e", "f", "g", "h"};

  /** A call of a method. */
  private interface Call {
    void on(Work work, int number);
  }

  /** A crowd of virtual threads that call a method. */
  @State(Scope.Benchmark)
  public static class Crowd {
    private final Method start = start();
    long calls;

    private static Method start() {
      try {
        return Thread.class.getMethod("startVirtualThread", Runnable.class);
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException("this JDK has no virtual threads", e);
      }
    }

    void run(Call call) throws ReflectiveOperationException, InterruptedException {
      CountDownLatch all = new CountDownLatch(THREADS);
      CountDownLatch gate = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(THREADS);
      Runnable body =
          () -> {
            try {
              all.countDown();
              gate.await();
              calls(call);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              done.countDown();
            }
          };
      for (int i = 0; i < THREADS; i++) {
        start.invoke(null, body);
      }
      all.await();
      gate.countDown();
      done.await();
      calls += (long) THREADS * CALLS;
    }

    @SuppressWarnings("ThreadPriorityCheck") // threads are to take turns
    private static void calls(Call call) {
      Work work = new Work();
      for (int i = 1; i <= CALLS; i++) {
        call.on(work, i);
        if (i % BETWEEN == 0) {
          Thread.yield();
        }
      }
    }
  }

  /** Virtual threads whose calls Heddle counts: at the end it must have counted each. */
  @State(Scope.Benchmark)
  public static class CountedCrowd extends Crowd {
    /** Compares with what the agent serves. */
    @TearDown
    public void verify() throws IOException {
      Counted.verify(calls, 1);
    }
  }

  /** Not measured at all. */
  @Benchmark
  @OperationsPerInvocation(THREADS * CALLS)
  public void nothing(Crowd crowd) throws Exception {
    crowd.run((work, i) -> work.plain(i));
  }

  /** Two reads of the clock. */
  @Benchmark
  @OperationsPerInvocation(THREADS * CALLS)
  public void floor(Crowd crowd) throws Exception {
    crowd.run((work, i) -> work.floor(i));
  }

  /** With the agent. */
  @Benchmark
  @OperationsPerInvocation(THREADS * CALLS)
  public void woven(CountedCrowd crowd) throws Exception {
    crowd.run((work, i) -> work.woven(i));
  }

  /** With the agent, and a condition on a property of the result. */
  @Benchmark
  @OperationsPerInvocation(THREADS * CALLS)
  public void answered(CountedCrowd crowd) throws Exception {
    crowd.run((work, i) -> work.answered(i));
  }

  /** With the agent, a label from an argument, one of eight. */
  @Benchmark
  @OperationsPerInvocation(THREADS * CALLS)
  public void labelled(CountedCrowd crowd) throws Exception {
    crowd.run((work, i) -> work.labelledCall(i, LABELS[i & 7]));
  }
}
