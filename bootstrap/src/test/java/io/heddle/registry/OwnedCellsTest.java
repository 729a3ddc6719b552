package io.heddle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.BucketLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Threads that come and go at the same time: what a series is made of is made at their calls. */
class OwnedCellsTest {
  private static final int ROUNDS = Boolean.getBoolean("heddle.long") ? 2_000 : 150;
  private static final int THREADS = 8;
  private static final int SHARED = 3;
  private static final FamilySpec SPEC =
      new FamilySpec("tool", "Tools", List.of("tool"), new BucketLayout(new double[] {1}), true);

  private final Registry registry = new Registry("heddle", 2000, 64 << 20);

  @Test
  void shouldLoseNoRunOfThreadsThatComeAndGoWhileAScrapeReads() throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      Series series = registry.family(SPEC).series(List.of("t" + round));
      series.claimSlot();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(new Thread(() -> count(series)));
      }
      for (Thread thread : threads) {
        thread.start();
      }
      new Scraped(registry).checkLaws("tool"); // and cells of those that have ended are folded
      for (Thread thread : threads) {
        thread.join();
      }
    }
    Scraped last = new Scraped(registry);
    double all = (double) ROUNDS * THREADS * (2 + SHARED);
    assertThat(last.sum("heddle_tool_started_total")).isEqualTo(all);
    assertThat(last.sum("heddle_tool_completed_total")).isEqualTo(all);
    assertThat(last.sum("heddle_tool_errors_total")).isEqualTo(2.0 * ROUNDS * THREADS);
    assertThat(last.sum("heddle_tool_in_flight")).isZero();
    assertThat(registry.threads()).isEmpty();
  }

  /** Counts in cells of the thread's own and in cells that threads share, with failures. */
  private void count(Series series) {
    Cells own = Objects.requireNonNull(registry.cellsOf(Thread.currentThread()).create(series));
    own.start();
    own.end(1_000, Outcome.FAILURE, "io");
    own.start();
    own.end(1_000, Outcome.TIMEOUT, "timeout");
    for (int i = 0; i < SHARED; i++) {
      Cells shared = series.shared();
      shared.start();
      shared.succeed(1_000);
    }
  }
}
