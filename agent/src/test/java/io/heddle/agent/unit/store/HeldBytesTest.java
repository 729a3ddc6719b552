package io.heddle.agent.unit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** That the budget counts bytes that are really held, as the JVM lays objects out. */
class HeldBytesTest {
  private static final SampleStore.Evictions NOWHERE = sample -> {};

  @Test
  @Tag("S-D8")
  void shouldCountTheBytesThatTheHeapHolds() {
    for (int units : new int[] {1, 20, 1000}) {
      SampleStore store =
          new SampleStore(1 << 20, 720 * 60_000L, 10_000_000, new WallClock(0, 0), NOWHERE);
      List<SampleLog> logs = new ArrayList<>();
      for (int i = 0; i < units; i++) {
        logs.add(Objects.requireNonNull(store.open("a", 0)));
      }
      for (int second = 0; second < 150_000 / units; second++) {
        for (SampleLog log : logs) {
          store.append(log, second * 1000L, second % 90, second % 7 * 4096L, second * 4096L, 0);
        }
      }
      long real = GraphLayout.parseInstance(store, logs).totalSize() - rest(logs);
      assertThat(store.bytes()).as("%d units", units).isCloseTo(real, withinPercentage(2.0));
      assertThat(store.bytes()).isLessThanOrEqualTo(store.capacity());
    }
  }

  /** What the store is without anything in it, and this test's own list. */
  private static long rest(List<SampleLog> logs) {
    SampleStore empty =
        new SampleStore(1 << 20, 720 * 60_000L, 10_000_000, new WallClock(0, 0), NOWHERE);
    long list =
        GraphLayout.parseInstance(new ArrayList<>(Collections.nCopies(logs.size(), 1))).totalSize();
    return GraphLayout.parseInstance(empty).totalSize() + list;
  }

  @Test
  void aSampleInTheSteadyStateAllocatesNothing() {
    SampleStore store =
        new SampleStore(256 << 10, 720 * 60_000L, 10_000_000, new WallClock(0, 0), NOWHERE);
    List<SampleLog> logs = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      logs.add(Objects.requireNonNull(store.open("a" + i, 0)));
    }
    SampleLog[] all = logs.toArray(new SampleLog[0]); // a list's iterator takes 32 bytes
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = 0;
    for (int second = 0; second < 40_000; second++) {
      if (second == 20_000) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      for (SampleLog log : all) {
        store.append(log, second * 1000L, second % 90, second % 7 * 4096L, second * 4096L, 0);
      }
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    // a million samples: what is left is the beans' own
    assertThat(allocated).isCloseTo(0, within(100_000L));
    assertThat(store.evictedByBudget()).isPositive();
  }
}
