package io.heddle.benchmarks.unit;

import io.heddle.agent.unit.store.SampleLog;
import io.heddle.agent.unit.store.SampleStore;
import io.heddle.agent.unit.store.WallClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Heddle's store, as it is without files: what leaves memory is gone. */
final class HeddleKeeper implements SampleKeeper {
  private static final long TICK_NANOS = 10_000_000;

  private final List<SampleLog> logs = new ArrayList<>();

  /** Nothing is ever too old: only the memory limits. */
  private final SampleStore store =
      new SampleStore(CAPACITY, Long.MAX_VALUE, TICK_NANOS, new WallClock(0, 0), sample -> {});

  HeddleKeeper(int units) {
    for (int i = 0; i < units; i++) {
      logs.add(Objects.requireNonNull(store.open(Feed.id(i), 0)));
    }
  }

  @Override
  public void keep(Feed sample) {
    store.append(
        logs.get(sample.unit),
        sample.millis,
        sample.ticks,
        sample.resident,
        sample.read,
        sample.written);
  }

  @Override
  public long kept() {
    return store.samples();
  }

  @Override
  public long gone() {
    return store.evictedByBudget();
  }
}
