package io.heddle.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.RegistryValues;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.rule.AdapterEvent;
import io.heddle.probe.Adapter;
import io.heddle.probe.ProbedRule;
import io.heddle.probe.value.Value;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Registry;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TaskAdaptersTest {
  private static final int THREADS = 8;
  private static final int TASKS = 5_000;
  private static final String DURATION = "heddle_exec_duration_seconds";

  private final Registry registry = new Registry("heddle", 100, 1 << 20);
  private final AtomicInteger rejected = new AtomicInteger();
  private final TaskAdapters tasks =
      new TaskAdapters(
          registry,
          registry.family(
              new FamilySpec(
                  "exec",
                  "Runs",
                  List.of("runner", "name"),
                  new BucketLayout(new double[] {1}),
                  true)),
          rejected::incrementAndGet,
          20);
  private final Adapter started = adapter(AdapterEvent.TASK_STARTED, "runner");
  private final Adapter completed =
      adapter(AdapterEvent.TASK_COMPLETED, "runner", "outcome", "duration");
  private final Adapter failed = adapter(AdapterEvent.RUNNER_ERROR, "runner", "kind");

  private Adapter adapter(AdapterEvent name, String... facts) {
    Map<String, Value> values = new HashMap<>();
    for (int i = 0; i < facts.length; i++) {
      values.put(facts[i], Value.path(Value.Root.ARGUMENT, i, List.of()));
    }
    ProbedRule rule = new ProbedRule(0, false, Map.of(), List.of(), 20, new AtomicInteger());
    return Objects.requireNonNull(tasks.of(name, new RuleBindings("test", registry, rule, values)));
  }

  private static void tell(Adapter adapter, @Nullable Object... arguments) {
    try {
      adapter.enter(null, arguments);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Sums by name, and by name and label, of one snapshot. */
  private Map<String, Double> sums() {
    Map<String, Double> sums = new HashMap<>();
    for (MetricSnapshot metric : registry.snapshot()) {
      if (metric instanceof MetricSnapshot.Counter counter) {
        add(sums, counter.name(), counter.points());
      } else if (metric instanceof MetricSnapshot.Gauge gauge) {
        add(sums, gauge.name(), gauge.points());
      }
    }
    return sums;
  }

  private static void add(Map<String, Double> sums, String name, List<Point> points) {
    for (Point point : points) {
      sums.merge(name, point.value(), Double::sum);
      String last = point.labels().values().get(point.labels().values().size() - 1);
      sums.merge(name + " " + last, point.value(), Double::sum);
    }
  }

  @Test
  @Tag("vector-13")
  void shouldKeepStartedAtCompletedPlusInFlightWhileEndsOvertakeStarts() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      // half of the threads start what the other half ends: some ends find nothing open
      boolean starts = i % 2 == 0;
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < TASKS; n++) {
                  if (starts) {
                    tell(started, "wasm");
                  } else {
                    tell(completed, "wasm", "success", Duration.ofMillis(1));
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      checkLaws();
      thread.join();
    }
    assertThat(sums()).containsEntry("heddle_exec_completed_total", THREADS / 2.0 * TASKS);
    checkLaws();
  }

  private void checkLaws() {
    Map<String, Double> now = sums();
    double inFlight = now.getOrDefault("heddle_exec_in_flight", 0.0);
    assertThat(inFlight).isNotNegative();
    assertThat(now.getOrDefault("heddle_exec_started_total", 0.0))
        .isEqualTo(now.getOrDefault("heddle_exec_completed_total", 0.0) + inFlight);
  }

  @Test
  @Tag("T-D1")
  void shouldCountAStartForAnEndWhoseStartNobodySaw() {
    tell(completed, "vm", "success", Duration.ofMillis(1));
    tell(started, "vm");
    tell(failed, "vm", "spawn_failed"); // an error of the runner ends no task
    assertThat(sums())
        .containsEntry("heddle_exec_started_total", 2.0)
        .containsEntry("heddle_exec_in_flight", 1.0);
    checkLaws();
  }

  @Test
  @Tag("T-D2")
  void shouldNotReadATaskOfLessThanAMillisecondAsZero() {
    tell(started, "vm");
    tell(completed, "vm", "success", Duration.ofNanos(1_500));
    assertThat(new RegistryValues(registry).seconds(DURATION, "vm", "none", "success"))
        .isEqualTo(.0000015);
  }

  @Test
  @Tag("T-D6")
  void shouldTellDurationsApartByOutcome() {
    for (String outcome : List.of("success", "failure", "canceled", "timeout")) {
      tell(started, "vm");
      tell(completed, "vm", outcome, Duration.ofSeconds(outcome.length()));
    }
    for (String outcome : List.of("success", "failure", "canceled", "timeout")) {
      assertThat(new RegistryValues(registry).seconds(DURATION, "vm", "none", outcome))
          .as(outcome)
          .isEqualTo(outcome.length());
    }
    assertThat(sums()).containsEntry("heddle_exec_in_flight", 0.0);
  }

  @Test
  void shouldCountOutcomesThatItDoesNotKnowAsFailures() {
    tell(completed, "vm", "preempted", Duration.ofMillis(1));
    tell(completed, "vm", "failure", Duration.ofSeconds(Long.MAX_VALUE));
    tell(completed, "vm", "timeout", Duration.ofSeconds(Long.MIN_VALUE));
    assertThat(sums())
        .containsEntry("heddle_exec_errors_total preempted", 1.0)
        .containsEntry("heddle_exec_errors_total tool_error", 1.0)
        .containsEntry("heddle_exec_completed_total failure", 2.0)
        .containsEntry("heddle_exec_completed_total timeout", 1.0);
    // one too long to be, one below zero: neither spoils a sum
    assertThat(registry.rejected()).isEqualTo(2);
    checkLaws();
  }

  private List<Double> listed() {
    return registry.inFlight().stream().map(InFlightRun.InFlight::seconds).toList();
  }

  @Test
  void shouldListTasksFromTheirStartToTheirEnd() throws Exception {
    long before = System.nanoTime();
    tell(started, "vm");
    InFlightRun.InFlight run = registry.inFlight().get(0);
    assertThat(run.family()).isEqualTo("exec");
    assertThat(run.labels().values()).containsExactly("vm", "none");
    assertThat(run.thread()).isEqualTo(Thread.currentThread().getName());
    assertThat(run.takeStack()).isEmpty(); // its thread does something else by now
    while (System.nanoTime() - before < 50_000_000) {
      Thread.onSpinWait();
    }
    tell(started, "vm");
    tell(started, "other");
    assertThat(listed()).hasSize(3);
    // of two, the one that the duration fits
    Thread elsewhere = new Thread(() -> tell(completed, "vm", "success", Duration.ofMillis(50)));
    elsewhere.start();
    elsewhere.join();
    assertThat(listed()).hasSize(2).allMatch(seconds -> seconds < .05);
    tell(completed, "vm", "success", Duration.ZERO);
    tell(completed, "vm", "success", Duration.ZERO); // one that nobody saw start
    tell(completed, "other", "timeout", Duration.ofDays(1));
    assertThat(listed()).isEmpty();
    checkLaws();
  }

  @Test
  void shouldListTheYoungestOfTooMany() {
    for (int i = 0; i < 10_010; i++) {
      tell(started, "vm");
    }
    assertThat(listed()).hasSize(10_000);
    for (int i = 0; i < 10_010; i++) {
      tell(completed, "vm", "success", Duration.ZERO);
    }
    assertThat(listed()).isEmpty();
    assertThat(sums()).containsEntry("heddle_exec_in_flight", 0.0);
    checkLaws();
  }

  @Test
  void shouldCountWhatCannotBeRecorded() {
    tell(started, (Object) null);
    tell(completed, "vm", null, Duration.ZERO);
    tell(completed, "vm", "success", null);
    tell(failed, "vm", null);
    assertThat(rejected).hasValue(4);
    assertThat(registry.snapshot()).isEmpty();
  }
}
