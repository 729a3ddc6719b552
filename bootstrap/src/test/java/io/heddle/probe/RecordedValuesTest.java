package io.heddle.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.heddle.registry.Registry;
import io.heddle.registry.Scraped;
import io.heddle.registry.Suppression;
import io.heddle.registry.labeled.CounterDataPoint;
import io.heddle.registry.labeled.LabeledCounter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordedValuesTest {
  private static final int CALLS = 10_000;

  private final Probes probes = new Probes();

  /** A handle, as woven code treats it. */
  private static final class Handle {
    private final LabeledCounter counter;
    private final Probe probe;
    int asked;
    @Nullable Object kept;

    Handle(Probes probes) {
      this.counter = probes.registry.counter("calls", "C", List.of("a"));
      this.probe =
          Probe.adapted(
              probes.registry,
              probes.rule(false, Map.of()),
              new Adapter() {
                @Override
                public Object enter(@Nullable Object self, @Nullable Object[] arguments) {
                  asked++;
                  CounterDataPoint point = counter.dataPoint(List.of("x"));
                  point.shared().add((Long) Objects.requireNonNull(arguments[0]));
                  return point;
                }
              });
    }

    void add(long count) {
      if (!AdapterCalls.count(probe, kept, count)) {
        Object found = AdapterCalls.record(probe, this, count);
        if (found != null) {
          kept = found;
        }
      }
    }
  }

  @AfterEach
  void close() {
    probes.close();
  }

  private static double sum(Registry registry) {
    return new Scraped(registry).sum("t_calls_total");
  }

  @Test
  void shouldAskTheAdapterOnceAndAllocateNothing() {
    Handle handle = new Handle(probes);
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        handle.add(2);
      }
      least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
    assertThat(handle.asked).isEqualTo(1);
    assertThat(handle.probe.hasFired()).isTrue();
    assertThat(sum(probes.registry)).isEqualTo(2.0 * 10 * CALLS);
  }

  @Test
  void shouldAskAgainForANegativeNumberAndForOneThatIsTooLarge() {
    Handle handle = new Handle(probes);
    handle.add(1);
    assertThat(AdapterCalls.count(handle.probe, handle.kept, -1)).isFalse();
    assertThat(AdapterCalls.count(handle.probe, handle.kept, (1L << 53) + 1)).isFalse();
    assertThat(AdapterCalls.count(handle.probe, handle.kept, 1L << 53)).isTrue();
    assertThat(AdapterCalls.count(handle.probe, "another thing", 1)).isFalse();
    assertThat(AdapterCalls.observe(handle.probe, handle.kept, 1)).isFalse();
    assertThat(AdapterCalls.set(handle.probe, handle.kept, 1)).isFalse();
    assertThat(AdapterCalls.change(handle.probe, handle.kept, 1)).isFalse();
  }

  @Test
  void shouldRecordNothingWhileTheThreadIsSuppressed() {
    Handle handle = new Handle(probes);
    for (int i = 0; i < 100; i++) {
      handle.add(1);
    }
    Suppression suppression = Objects.requireNonNull(ProbeBridge.suppress());
    try {
      handle.add(1);
    } finally {
      suppression.suppressor = 0;
    }
    assertThat(sum(probes.registry)).isEqualTo(100);
    assertThat(handle.asked).isEqualTo(1);
  }

  @Test
  void shouldAskAgainAfterADetachAndAnAttach() {
    Handle handle = new Handle(probes);
    for (int i = 0; i < 100; i++) {
      handle.add(1);
    }
    Object before = handle.kept;
    probes.close();
    for (int i = 0; i < 100; i++) {
      handle.add(1); // code that is still woven
    }
    assertThat(handle.kept).isSameAs(before);
    assertThat(handle.asked).isEqualTo(1);
    try (Probes again = new Probes()) {
      Handle same = new Handle(again);
      same.kept = before;
      for (int i = 0; i < 100; i++) {
        same.add(1);
      }
      assertThat(same.asked).isEqualTo(1);
      assertThat(same.kept).isNotSameAs(before);
      assertThat(sum(again.registry)).isEqualTo(100);
    }
  }
}
