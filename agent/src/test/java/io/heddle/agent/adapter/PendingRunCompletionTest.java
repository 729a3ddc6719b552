package io.heddle.agent.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.probe.PendingRuns;
import io.heddle.probe.Probe;
import io.heddle.probe.ProbeBridge;
import io.heddle.probe.ProbedRule;
import io.heddle.probe.RunPolicy;
import io.heddle.probe.TrackedRuns;
import io.heddle.probe.value.Value;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PendingRunCompletionTest {
  private final Registry registry = new Registry("t", 2000, 8 << 20);
  private final AtomicInteger errors = new AtomicInteger();
  private final PendingRuns pending = new PendingRuns();
  private final PendingRuns.By argument =
      new PendingRuns.By(pending, Value.path(Value.Root.ARGUMENT, 0, List.of()));
  private final PendingRuns.By receiver =
      new PendingRuns.By(pending, Value.path(Value.Root.THIS, -1, List.of()));
  private final Value first = Value.path(Value.Root.ARGUMENT, 0, List.of());
  private final PendingRunCompletion complete = new PendingRunCompletion(receiver, first, null);
  private final PendingRunCompletion error = new PendingRunCompletion(receiver, null, first);
  private final Probe probe =
      Probe.counting(
          registry,
          new ProbedRule(70, false, Map.of(), List.of(), 16, errors),
          registry.family(
              new FamilySpec("call", "F", List.of("n"), new BucketLayout(new double[] {1}), true)),
          List.of(Value.constant("x")),
          null,
          argument,
          RunPolicy.NONE);

  @BeforeEach
  void open() {
    ProbeBridge.open(registry);
  }

  @AfterEach
  void close() {
    ProbeBridge.close();
  }

  @Test
  void shouldEndWhenTheObjectSaysSo() throws Throwable {
    Object callback = new Object();
    call(callback, null);
    assertThat(sum("in_flight")).isEqualTo(1);
    complete.enter(callback, new Object[] {"value"});
    assertThat(sum("completed_total", "success")).isEqualTo(1);
    complete.enter(callback, new Object[] {"value"});
    error.enter(callback, new Object[] {new IllegalStateException()});
    assertThat(sum("completed_total")).isEqualTo(1);
    call(callback, null);
    error.enter(callback, new Object[] {new IllegalStateException()});
    call(callback, null);
    error.enter(callback, new @Nullable Object[] {null});
    assertThat(sum("errors_total", "IllegalStateException")).isEqualTo(1);
    assertThat(sum("errors_total", "Exception")).isEqualTo(1);
    assertThat(sum("in_flight")).isZero();
    assertThat(errors).hasValue(0);
  }

  @Test
  void shouldEndOnceWhenTheMethodCallsBackAndThrows() throws Throwable {
    Object callback = new Object();
    call(callback, new IllegalStateException());
    assertThat(sum("errors_total", "IllegalStateException")).isEqualTo(1);
    complete.enter(callback, new Object[] {"late"});
    InFlightRun run = TrackedRuns.begin(probe, null, new Object[] {callback});
    complete.enter(callback, new Object[] {"value"});
    if (run != null) {
      TrackedRuns.end(probe, run, null, new IllegalStateException());
    }
    assertThat(sum("completed_total")).isEqualTo(2);
    assertThat(sum("in_flight")).isZero();
  }

  @Test
  void shouldEndWithItsMethodWhereThereIsNoObject() {
    call(null, null);
    assertThat(sum("completed_total", "success")).isEqualTo(1);
  }

  @Test
  void shouldTellApartTheRunsOfOneObject() throws Throwable {
    Object callback = new Object();
    for (int i = 0; i < 3; i++) {
      call(callback, null);
    }
    call(callback, new IllegalStateException());
    assertThat(sum("in_flight")).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      complete.enter(callback, new Object[] {"value"});
    }
    assertThat(sum("in_flight")).isZero();
    assertThat(sum("completed_total", "success")).isEqualTo(3);
  }

  @Test
  void shouldCancelTheRunOfAnObjectThatIsGone() throws Throwable {
    call(new Object(), null);
    for (int i = 0; i < 100 && sum("completed_total", "canceled") == 0; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(10);
      // the next run looks after those that are lost
      Object callback = new Object();
      call(callback, null);
      complete.enter(callback, new Object[] {""});
    }
    assertThat(sum("completed_total", "canceled")).isEqualTo(1);
    assertThat(sum("in_flight")).isZero();
  }

  @Test
  void shouldLoseNoneBetweenThreads() throws Exception {
    Object callback = new Object();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Future<?>> futures = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      futures.add(pool.submit(() -> beginAndEnd(callback)));
    }
    for (Future<?> future : futures) {
      future.get();
    }
    pool.shutdown();
    assertThat(sum("completed_total", "success")).isEqualTo(4 * 2_000);
    assertThat(sum("in_flight")).isZero();
  }

  private void beginAndEnd(Object callback) {
    try {
      for (int i = 0; i < 2_000; i++) {
        call(callback, null);
        complete.enter(callback, new Object[] {"value"});
      }
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private void call(@Nullable Object callback, @Nullable Throwable thrown) {
    @Nullable Object[] arguments = {callback};
    InFlightRun run = TrackedRuns.begin(probe, null, arguments);
    assertThat(run).isNotNull();
    if (run != null) {
      TrackedRuns.end(probe, run, null, thrown);
    }
  }

  /** Sum of a counter's points, or a gauge's, that carry all of these label values. */
  private double sum(String name, String... values) {
    double sum = 0;
    for (MetricSnapshot metric : registry.snapshot()) {
      if (metric.name().equals("t_call_" + name)) {
        for (Point point : points(metric)) {
          sum += point.labels().values().containsAll(List.of(values)) ? point.value() : 0;
        }
      }
    }
    return sum;
  }

  private static List<Point> points(MetricSnapshot metric) {
    if (metric instanceof MetricSnapshot.Counter counter) {
      return counter.points();
    }
    return metric instanceof MetricSnapshot.Gauge gauge ? gauge.points() : List.of();
  }
}
