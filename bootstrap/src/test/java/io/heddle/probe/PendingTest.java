package io.heddle.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.OpenRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingTest {
  private final Probes probes = new Probes();
  private final Pending pending = new Pending();
  private final Pending.By argument =
      new Pending.By(pending, Value.path(Value.Root.ARGUMENT, 0, List.of()));
  private final Pending.By receiver =
      new Pending.By(pending, Value.path(Value.Root.THIS, -1, List.of()));
  private final Value first = Value.path(Value.Root.ARGUMENT, 0, List.of());
  private final Ends complete = new Ends(receiver, first, null);
  private final Ends error = new Ends(receiver, null, first);
  private final Probe probe =
      Probe.counting(
          probes.registry,
          probes.rule(false, Map.of()),
          probes.family("call", "n"),
          List.of(Value.constant("x")),
          null,
          argument);

  @AfterEach
  void close() {
    probes.close();
  }

  @Test
  void shouldEndWhenTheObjectSaysSo() throws Throwable {
    Object callback = new Object();
    call(callback, null);
    assertThat(probes.sum("in_flight")).isEqualTo(1);
    complete.enter(callback, new Object[] {"value"});
    assertThat(probes.sum("completed_total", "success")).isEqualTo(1);
    complete.enter(callback, new Object[] {"value"});
    error.enter(callback, new Object[] {new IllegalStateException()});
    assertThat(probes.sum("completed_total")).isEqualTo(1);
    call(callback, null);
    error.enter(callback, new Object[] {new IllegalStateException()});
    call(callback, null);
    error.enter(callback, new @Nullable Object[] {null});
    assertThat(probes.sum("errors_total", "IllegalStateException")).isEqualTo(1);
    assertThat(probes.sum("errors_total", "Exception")).isEqualTo(1);
    assertThat(probes.sum("in_flight")).isZero();
    assertThat(probes.errors).hasValue(0);
  }

  @Test
  void shouldEndOnceWhenTheMethodCallsBackAndThrows() throws Throwable {
    Object callback = new Object();
    call(callback, new IllegalStateException());
    assertThat(probes.sum("errors_total", "IllegalStateException")).isEqualTo(1);
    complete.enter(callback, new Object[] {"late"});
    OpenRun run = Runs.begin(probe, null, new Object[] {callback});
    complete.enter(callback, new Object[] {"value"});
    if (run != null) {
      Runs.end(probe, run, null, new IllegalStateException());
    }
    assertThat(probes.sum("completed_total")).isEqualTo(2);
    assertThat(probes.sum("in_flight")).isZero();
  }

  @Test
  void shouldEndWithItsMethodWhereThereIsNoObject() {
    call(null, null);
    assertThat(probes.sum("completed_total", "success")).isEqualTo(1);
  }

  @Test
  void shouldTellApartTheRunsOfOneObject() throws Throwable {
    Object callback = new Object();
    for (int i = 0; i < 3; i++) {
      call(callback, null);
    }
    call(callback, new IllegalStateException());
    assertThat(probes.sum("in_flight")).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      complete.enter(callback, new Object[] {"value"});
    }
    assertThat(probes.sum("in_flight")).isZero();
    assertThat(probes.sum("completed_total", "success")).isEqualTo(3);
  }

  @Test
  void shouldCancelTheRunOfAnObjectThatIsGone() throws Throwable {
    call(new Object(), null);
    for (int i = 0; i < 100 && probes.sum("completed_total", "canceled") == 0; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(10);
      // the next run looks after those that are lost
      Object callback = new Object();
      call(callback, null);
      complete.enter(callback, new Object[] {""});
    }
    assertThat(probes.sum("completed_total", "canceled")).isEqualTo(1);
    assertThat(probes.sum("in_flight")).isZero();
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
    assertThat(probes.sum("completed_total", "success")).isEqualTo(4 * 2_000);
    assertThat(probes.sum("in_flight")).isZero();
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
    OpenRun run = Runs.begin(probe, null, arguments);
    assertThat(run).isNotNull();
    if (run != null) {
      Runs.end(probe, run, null, thrown);
    }
  }
}
