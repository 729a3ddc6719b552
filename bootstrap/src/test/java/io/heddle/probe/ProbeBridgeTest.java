package io.heddle.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.probe.reactive.ReactiveRuns;
import io.heddle.probe.value.Value;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Suppression;
import io.heddle.registry.family.Cells;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ProbeBridgeTest {
  private final Probes probes = new Probes();

  @AfterEach
  void close() {
    probes.close();
  }

  /** As woven. */
  private static @Nullable Cells enter(Probe probe) {
    Cells cells = ProbeBridge.enter(probe);
    if (cells != null) {
      cells.start();
    }
    return cells;
  }

  private static void call(Probe probe) {
    Cells cells = enter(probe);
    if (cells != null) {
      cells.succeed(1);
    }
  }

  @Test
  void shouldCountRunsAndExceptions() {
    Probe probe = probes.constant("x", false);
    assertThat(probe.hasFired()).isFalse();
    call(probe);
    Cells cells = enter(probe);
    assertThat(probes.sum("in_flight")).isEqualTo(1);
    if (cells != null) {
      ProbeBridge.fail(cells, 1, new IllegalStateException());
    }
    assertThat(probe.hasFired()).isTrue();
    assertThat(probes.sum("started_total", "x")).isEqualTo(2);
    assertThat(probes.sum("errors_total", "IllegalStateException")).isEqualTo(1);
  }

  @Test
  void shouldCountNothingWhileSuppressed() {
    Probe probe = probes.constant("x", false);
    call(probe);
    Suppression outer = Objects.requireNonNull(ProbeBridge.suppress());
    assertThat(ProbeBridge.suppress()).isNull();
    call(probe);
    call(probes.constant("new", false));
    assertThat(TrackedRuns.begin(probe)).isNull();
    outer.suppressor = 0;
    call(probe);
    assertThat(probes.sum("started_total")).isEqualTo(2);
  }

  @Test
  void shouldCountNothingOfAProbeThatIsSilent() {
    Probe probe = probes.constant("x", false);
    Probe labelled = probes.labelled(Value.path(Value.Root.ARGUMENT, 0, List.of()));
    Object[] arguments = {"x"};
    call(probe);
    probe.silence(true);
    labelled.silence(true);
    call(probe);
    assertThat(TrackedRuns.begin(probe)).isNull();
    assertThat(TrackedRuns.begin(labelled, null, arguments)).isNull();
    assertThat(probes.sum("started_total")).isEqualTo(1);
    probe.silence(false);
    labelled.silence(false);
    call(probe);
    InFlightRun run = Objects.requireNonNull(TrackedRuns.begin(labelled, null, arguments));
    labelled.silence(true); // a run that goes on ends as it would have
    TrackedRuns.end(labelled, run, null, null);
    assertThat(probes.sum("started_total")).isEqualTo(3);
    assertThat(probes.sum("in_flight")).isZero();
  }

  @Test
  void shouldThrowNothingIntoCodeThatOutlivesItsAttachment() {
    Probe gone = ProbeBridge.at(Integer.MAX_VALUE);
    call(gone);
    assertThat(TrackedRuns.begin(gone)).isNull();
    assertThat(TrackedRuns.begin(gone, null, new Object[0])).isNull();
    assertThat(AdapterCalls.visit(gone, null, new Object[0])).isNull();
    Object call = ReactiveRuns.call(null, new Object[0]);
    assertThat(ReactiveRuns.follow(gone, call, "x", null)).isEqualTo("x");
    assertThat(probes.registry.adviceErrors()).isZero();
  }

  @Test
  void shouldSuppressAThreadThatNeverCounted() throws Exception {
    Probe probe = probes.constant("x", false);
    Thread quiet =
        new Thread(
            () -> {
              ProbeBridge.suppress();
              call(probe);
            });
    quiet.start();
    quiet.join();
    assertThat(probes.sum("started_total")).isZero();
  }

  @Test
  void shouldCountNothingForAProbeOfAnEarlierAttachmentAndAllForALaterOne() {
    Probe old = probes.constant("old", false);
    call(old);
    int id = ProbeBridge.add(old, 7);
    assertThat(ProbeBridge.at(id)).isSameAs(old);
    probes.close();
    assertThat(ProbeBridge.at(id)).isNotSameAs(old);
    assertThat(ProbeBridge.enter(ProbeBridge.at(id))).isNull();
    assertThat(ProbeBridge.at(id + 1000)).isSameAs(ProbeBridge.at(id));
    assertThat(ProbeBridge.at(0)).isSameAs(ProbeBridge.at(id));
    try (Probes later = new Probes()) {
      Probe fresh = later.constant("new", false);
      for (int i = 0; i < 5; i++) {
        call(old);
        call(fresh);
      }
      assertThat(later.sum("started_total")).isEqualTo(5);
      int next = ProbeBridge.add(fresh, 7);
      assertThat(next).isNotEqualTo(id);
      assertThat(ProbeBridge.at(next)).isSameAs(fresh);
    }
  }

  @Test
  void shouldGiveTheIdOfAProbeThatIsGoneToAnother() {
    Probe first = probes.constant("first", false);
    Probe second = probes.constant("second", false);
    Probe third = probes.constant("third", false);
    int gone = ProbeBridge.add(first, 1);
    int kept = ProbeBridge.add(second, 1);
    ProbeBridge.remove(gone);
    assertThat(ProbeBridge.enter(ProbeBridge.at(gone))).isNull();
    assertThat(ProbeBridge.add(third, 1)).isEqualTo(gone);
    assertThat(ProbeBridge.at(gone)).isSameAs(third);
    assertThat(ProbeBridge.at(kept)).isSameAs(second);
    ProbeBridge.remove(-1); // of an earlier attachment
    probes.close();
    ProbeBridge.remove(gone);
    try (Probes later = new Probes()) {
      int fresh = ProbeBridge.add(later.constant("fresh", false), 1);
      assertThat(fresh).isNotIn(gone, kept);
      ProbeBridge.remove(gone);
      ProbeBridge.remove(kept);
      assertThat(ProbeBridge.at(fresh)).isSameAs(ProbeBridge.at(fresh));
      assertThat(ProbeBridge.enter(ProbeBridge.at(fresh))).isNotNull();
    }
  }

  @Test
  void shouldLeaveNoRunInFlightWhenAStackOverflows() throws Exception {
    ProbeBridge.warmUp(); // as at every start
    Probe cells = probes.constant("cells", false);
    Probe runs = probes.constant("runs", false);
    Thread deep =
        new Thread(
            null,
            () -> {
              for (int i = 0; i < 50; i++) {
                overflow(() -> recurseCells(cells, 0));
                overflow(() -> recurseRuns(runs, 0));
              }
            },
            "deep",
            256 << 10);
    deep.start();
    deep.join();
    assertThat(probes.sum("started_total")).isGreaterThan(1000);
    assertThat(probes.sum("in_flight")).isZero();
  }

  private static void overflow(Runnable recursion) {
    try {
      recursion.run();
    } catch (StackOverflowError e) {
      // as expected
    }
  }

  /** As woven: errors of the advice are swallowed. */
  private static int recurseCells(Probe probe, int depth) {
    Cells cells = null;
    try {
      cells = enter(probe);
    } catch (Throwable e) {
      ProbeBridge.swallowed(e);
    }
    try {
      return depth < 0 ? 0 : recurseCells(probe, depth + 1);
    } catch (Throwable e) {
      if (cells != null) {
        try {
          ProbeBridge.fail(cells, System.nanoTime(), e);
        } catch (StackOverflowError inner) {
          try {
            cells.lose();
          } catch (Throwable again) {
            cells.lost++; // not a call: there is no stack left for one
          }
        }
      }
      throw e;
    }
  }

  private static int recurseRuns(Probe probe, int depth) {
    InFlightRun run = null;
    try {
      run = TrackedRuns.begin(probe);
    } catch (Throwable e) {
      ProbeBridge.swallowed(e);
    }
    try {
      return depth < 0 ? 0 : recurseRuns(probe, depth + 1);
    } catch (Throwable e) {
      if (run != null) {
        try {
          TrackedRuns.end(probe, run, e);
        } catch (StackOverflowError inner) {
          run.aborted = true;
          Cells cells = run.cells;
          if (cells != null) {
            run.cells = null;
            try {
              cells.lose();
            } catch (Throwable again) {
              cells.lost++; // not a call: there is no stack left for one
            }
          }
        }
      }
      throw e;
    }
  }

  @Test
  void shouldCountVirtualThreadsAndSuppressThem() throws Exception {
    Assumptions.assumeTrue(Runtime.version().feature() >= 21, "virtual threads need Java 21");
    Probe probe = probes.constant("x", false);
    CountDownLatch inside = new CountDownLatch(100);
    CountDownLatch leave = new CountDownLatch(1);
    Thread[] threads = new Thread[100];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          startVirtual(
              () -> {
                Suppression suppression = Objects.requireNonNull(ProbeBridge.suppress());
                assertThat(ProbeBridge.suppress()).isNull();
                call(probe);
                suppression.suppressor = 0;
                Cells cells = enter(probe);
                InFlightRun run = TrackedRuns.begin(probe);
                inside.countDown();
                await(leave);
                if (run != null) {
                  TrackedRuns.end(probe, run, null);
                }
                if (cells != null) {
                  cells.succeed(1);
                }
              });
    }
    inside.await();
    assertThat(probes.sum("in_flight")).isEqualTo(200);
    assertThat(probes.registry.inFlight()).hasSize(100);
    leave.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(probes.sum("in_flight")).isZero();
    assertThat(probes.sum("started_total")).isEqualTo(200);
  }

  private static Thread startVirtual(Runnable job) throws ReflectiveOperationException {
    return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, job);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
