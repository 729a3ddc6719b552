package io.heddle.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BackendTest {
  private static final int CALLS = 10_000;
  private static final int THREADS = 8;
  private static final Duration SECOND = Duration.ofSeconds(1);

  // kept: the logging of the JDK holds loggers weakly
  private final Logger logger = Logger.getLogger("io.heddle.api");
  private final Warnings warnings = new Warnings();

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(warnings);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(warnings);
    logger.setUseParentHandlers(true);
  }

  @Test
  @Tag("T4")
  void shouldTellBackendsByThreeMethods() {
    assertThat(MetricsBackend.class.getMethods())
        .filteredOn(method -> !java.lang.reflect.Modifier.isStatic(method.getModifiers()))
        .extracting(java.lang.reflect.Method::getName)
        .containsExactlyInAnyOrder("taskStarted", "taskCompleted", "runnerError");
  }

  @Test
  @Tag("T8")
  void shouldGiveEveryRunnerTheSameBackend() {
    assertThat(Heddle.backend()).isSameAs(Heddle.backend()).isNotSameAs(MetricsBackend.noop());
    assertThat(MetricsBackend.noop()).isSameAs(MetricsBackend.noop());
  }

  @Test
  @Tag("T9")
  void shouldAllocateNothingByDefault() {
    assertThat(bytesOf(MetricsBackend.noop())).isZero();
    assertThat(bytesOf(Heddle.backend())).isZero();
  }

  @Test
  @Tag("T9")
  void shouldAllocateNothingForMetricsWithoutTheAgent() {
    Counter counter = Heddle.counter("bytes_total", "B", "kind").labels("a");
    Gauge gauge = Heddle.gauge("bytes_gauge", "B");
    Histogram histogram = Heddle.histogram("bytes_histogram", "B", new double[] {1});
    assertThat(
            bytesOf(
                () -> {
                  counter.increment();
                  gauge.set(2);
                  gauge.add(3);
                  histogram.observe(4);
                }))
        .isZero();
  }

  @Test
  @Tag("vector-14")
  void shouldSwitchAThrowingBackendOffOnce() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    MetricsBackend guarded =
        MetricsBackend.guarded(
            new Throwing(
                () -> {
                  calls.incrementAndGet();
                  return new IllegalStateException("down");
                }));
    List<Throwable> seen = new ArrayList<>();
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> race(guarded, go, seen));
      threads.add(thread);
      thread.start();
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(seen).isEmpty();
    assertThat(warnings.said).singleElement().asString().contains("Throwing", "switched off");
    assertThat(calls.get()).isBetween(1, THREADS);
    int before = calls.get();
    tell(guarded);
    assertThat(calls).hasValue(before);
  }

  private static void race(MetricsBackend backend, CountDownLatch go, List<Throwable> seen) {
    try {
      go.await();
      for (int i = 0; i < CALLS; i++) {
        tell(backend);
      }
    } catch (Throwable e) {
      synchronized (seen) {
        seen.add(e);
      }
    }
  }

  @Test
  @Tag("vector-14")
  void shouldHideWhateverABackendThrowsFromTheCaller() {
    for (Throwable thrown :
        List.of(
            new RuntimeException(),
            new AssertionError(),
            new NoClassDefFoundError("gone"),
            new StackOverflowError(),
            new InterruptedException())) {
      MetricsBackend guarded = MetricsBackend.guarded(new Throwing(() -> thrown));
      assertThatCode(() -> tell(guarded)).doesNotThrowAnyException();
    }
    assertThat(warnings.said).hasSize(5);
    assertThat(Thread.interrupted()).as("the interruption is not lost").isTrue();
  }

  @Test
  @Tag("vector-14")
  void shouldLetErrorsOfTheJvmPassAndLeaveTheBackendOn() {
    for (Error error : List.of(new OutOfMemoryError("for a test"), new ThreadDeath())) {
      AtomicInteger calls = new AtomicInteger();
      MetricsBackend guarded =
          MetricsBackend.guarded(
              new Throwing(
                  () -> {
                    calls.incrementAndGet();
                    return error;
                  }));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> guarded.taskStarted(RunnerType.WASM)).isSameAs(error);
      }
      assertThat(calls).hasValue(2);
    }
    assertThat(warnings.said).isEmpty();
  }

  @Test
  @Tag("vector-14")
  void shouldTellAGoodBackendEverything() {
    AtomicInteger calls = new AtomicInteger();
    MetricsBackend guarded =
        MetricsBackend.guarded(
            new Throwing(
                () -> {
                  calls.incrementAndGet();
                  return null;
                }));
    assertThat(MetricsBackend.guarded(guarded)).isSameAs(guarded);
    tell(guarded);
    tell(guarded);
    assertThat(calls).hasValue(6);
  }

  private static void tell(MetricsBackend backend) {
    backend.taskStarted(RunnerType.SUBPROCESS);
    backend.taskCompleted(RunnerType.SUBPROCESS, TaskOutcome.SUCCESS, SECOND);
    backend.runnerError(RunnerType.CONTAINER, RunnerErrorKind.SPAWN_FAILED);
  }

  private static long bytesOf(MetricsBackend backend) {
    return bytesOf(() -> tell(backend));
  }

  /** What the best of ten rounds allocates: the JVM itself may need a byte now and then. */
  private static long bytesOf(Runnable work) {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = bean.getThreadAllocatedBytes(self);
      for (int i = 0; i < CALLS; i++) {
        work.run();
      }
      least = Math.min(least, bean.getThreadAllocatedBytes(self) - before);
    }
    return least;
  }

  /** Throws what it is told, if anything, undeclared too. */
  private record Throwing(Supplier<? extends @org.jspecify.annotations.Nullable Throwable> what)
      implements MetricsBackend {
    @Override
    public void taskStarted(RunnerType runner) {
      fail();
    }

    @Override
    public void taskCompleted(RunnerType runner, TaskOutcome outcome, Duration duration) {
      fail();
    }

    @Override
    public void runnerError(RunnerType runner, RunnerErrorKind kind) {
      fail();
    }

    private void fail() {
      Throwable thrown = what.get();
      if (thrown != null) {
        Throwing.<RuntimeException>sneak(thrown);
      }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
      throw (E) thrown;
    }
  }

  private static final class Warnings extends Handler {
    final List<String> said = new ArrayList<>();

    @Override
    public synchronized void publish(LogRecord line) {
      said.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
