package io.heddle.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.heddle.probe.value.Value;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Scraped;
import io.heddle.registry.family.Cells;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Labels that are read from the receiver or an argument. */
class LabeledStepsTest {
  private static final int CALLS = 50_000;

  private final Probes probes = new Probes();

  /** An argument of an application. */
  public static class Request {
    private final String name;
    int reads;

    Request(String name) {
      this.name = name;
    }

    public String name() {
      reads++;
      return name;
    }

    public int status() {
      return 404;
    }

    public Thread.State state() {
      return Thread.State.NEW;
    }

    public Request inner() {
      return this;
    }

    public String broken() {
      reads++;
      throw new IllegalStateException("broken");
    }
  }

  @AfterEach
  void close() {
    probes.close();
  }

  private static Value argument(int number, String... steps) {
    return Value.path(Value.Root.ARGUMENT, number, List.of(steps));
  }

  private Probe labeled(boolean outermost, Value... labels) {
    return Probe.counting(
        probes.registry,
        probes.rule(outermost, Map.of()),
        probes.family("call", List.of("n", "m").subList(0, labels.length).toArray(new String[0])),
        List.of(labels));
  }

  private static void call(Probe probe, @Nullable Object first, @Nullable Object second) {
    Cells cells = LabeledCalls.enter(probe, first, second);
    if (cells != null) {
      cells.start();
      cells.returned(1_000);
    }
  }

  private double started(String... labels) {
    return new Scraped(probes.registry).sum("t_call_started_total", labels);
  }

  @Test
  void shouldReadEachLabelOnceInARun() {
    Probe probe = labeled(false, argument(0, "name"), argument(1, "inner", "name"));
    Request first = new Request("a");
    Request second = new Request("b");
    for (int i = 0; i < 1_000; i++) {
      call(probe, first, second);
      call(probe, second, first);
      call(probe, first, null);
    }
    assertThat(started("n", "a", "m", "b")).isEqualTo(1_000);
    assertThat(started("n", "b", "m", "a")).isEqualTo(1_000);
    assertThat(started("n", "a", "m", "none")).isEqualTo(1_000);
    assertThat(first.reads).isEqualTo(3_000);
    assertThat(second.reads).isEqualTo(2_000);
    new Scraped(probes.registry).checkLaws("t_call");
    assertThat(probes.errors).hasValue(0);
  }

  @Test
  void shouldCountLabelsThatCannotBeReadAndGoQuiet() {
    Probe probe = labeled(false, argument(0, "broken"));
    Request request = new Request("a");
    for (int i = 0; i < 500; i++) {
      call(probe, request, null);
    }
    assertThat(started("n", "_error_")).isEqualTo(500);
    assertThat(request.reads).as("quiet from then on").isEqualTo(100);
    assertThat(probes.errors).hasValue(100);
    assertThat(probes.registry.adviceErrors()).isEqualTo(100);
  }

  @Test
  void shouldCountFewAndManyValuesExactly() {
    Probe probe = labeled(false, argument(0, "name"));
    for (int i = 0; i < 30_000; i++) {
      call(probe, new Request(Integer.toString(i % 3_000)), null);
    }
    assertThat(started()).isEqualTo(30_000);
    assertThat(started("n", "7")).isEqualTo(10);
    assertThat(started("n", "_overflow_")).isEqualTo(10_000);
  }

  @Test
  void shouldNotCountAGetterThatIsWovenItself() {
    Probe getter = probes.constant("getter", false);
    Probe probe = labeled(false, argument(0, "name"));
    Request request =
        new Request("a") {
          @Override
          public String name() {
            return ProbeBridge.enter(getter) == null ? "suppressed" : "counted";
          }
        };
    for (int i = 0; i < 1_000; i++) {
      call(probe, request, null);
    }
    assertThat(started("n", "suppressed")).isEqualTo(1_000);
    assertThat(ProbeBridge.enter(getter)).as("suppressed no longer").isNotNull();
  }

  @Test
  void shouldListAndNestRuns() {
    Probe probe = labeled(true, argument(0, "name"));
    Request request = new Request("a");
    for (int i = 0; i < 1_000; i++) {
      InFlightRun outer = LabeledCalls.begin(probe, request, null);
      assertThat(LabeledCalls.begin(probe, request, null)).isNull();
      assertThat(probes.registry.inFlight()).hasSize(1);
      if (outer != null) {
        TrackedRuns.end(probe, outer, null);
      }
    }
    assertThat(started("n", "a")).isEqualTo(1_000);
    assertThat(request.reads).isEqualTo(1_000);
  }

  @Test
  void shouldAllocateNothingForValuesMetBefore() {
    Request request = new Request("a");
    assertAllocatesNothing(labeled(false, argument(0, "name")), request);
    assertAllocatesNothing(labeled(false, argument(0, "inner", "inner", "name")), request);
    assertAllocatesNothing(labeled(false, argument(0, "status")), request);
    assertAllocatesNothing(labeled(false, argument(0, "state")), request);
    assertAllocatesNothing(labeled(false, argument(0)), Thread.State.NEW);
  }

  @Test
  void shouldAllocateNothingForTwoLabels() {
    Probe probe = labeled(false, argument(0, "state"), argument(1, "name"));
    assertAllocatesNothing(probe, new Request("a"));
  }

  private static void assertAllocatesNothing(Probe probe, Object argument) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    // a class that is loaded or linked meanwhile allocates once
    for (int round = 0; round < 5; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < CALLS; i++) {
        call(probe, argument, argument);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least).as("bytes of %d calls", CALLS).isLessThan(CALLS);
  }
}
