package io.heddle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class InFlightRunsTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = 20_000;
  private static final int KEPT = 500;

  private final InFlightRuns runs = new InFlightRuns();

  @Test
  void shouldListWhatManyThreadsLeaveOpen() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    List<Future<List<InFlightRun>>> futures = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      futures.add(pool.submit(this::work));
    }
    Set<InFlightRun> open = identities();
    for (Future<List<InFlightRun>> future : futures) {
      open.addAll(future.get());
    }
    pool.shutdown();
    List<InFlightRun> listed = runs.list();
    assertThat(listed).hasSize(THREADS * KEPT).hasSameSizeAs(open);
    assertThat(open).containsAll(listed);
    listed.forEach(runs::close);
    assertThat(runs.list()).isEmpty();
    assertRoom();
  }

  /** Opens and closes, a few at a time; the last stay open. */
  private List<InFlightRun> work() {
    List<InFlightRun> mine = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      mine.add(opened(System.nanoTime()));
      if (mine.size() > KEPT) {
        runs.close(mine.remove(i % KEPT));
      }
    }
    return mine;
  }

  @Test
  void shouldFindPlacesForRunsOfOneInstant() {
    for (int i = 0; i < 1_000; i++) {
      opened(42);
    }
    assertThat(runs.list()).hasSize(1_000);
  }

  @Test
  void shouldTakeARunOffOnce() {
    InFlightRun run = opened(1);
    InFlightRun never = InFlightRun.detached(Thread.currentThread());
    runs.close(run);
    runs.close(run);
    runs.close(never);
    assertRoom();
  }

  @Test
  void shouldForgetAllAndGoOn() {
    InFlightRun before = opened(1);
    runs.clear();
    assertThat(runs.list()).isEmpty();
    InFlightRun after = opened(1);
    runs.close(before);
    assertThat(runs.list()).containsExactly(after);
  }

  private void assertRoom() {
    for (int i = 0; i < InFlightRuns.LIMIT + 10; i++) {
      opened(System.nanoTime());
    }
    assertThat(runs.list()).hasSize(InFlightRuns.LIMIT);
  }

  private InFlightRun opened(long nanos) {
    InFlightRun run = InFlightRun.late(nanos);
    runs.add(run);
    return run;
  }

  private static Set<InFlightRun> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
