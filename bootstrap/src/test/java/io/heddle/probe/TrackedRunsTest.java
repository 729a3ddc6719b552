package io.heddle.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.probe.value.Condition;
import io.heddle.probe.value.Value;
import io.heddle.registry.ActiveCall;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.family.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackedRunsTest {
  private static final Object[] NONE = {};
  private final Probes probes = new Probes();

  /** What a result says of itself. */
  public record Result(boolean late, boolean stopped, boolean bad, boolean good) {}

  @AfterEach
  void close() {
    probes.close();
  }

  private static Value returned(String... steps) {
    return Value.path(Value.Root.RETURN, -1, List.of(steps));
  }

  private static void call(Probe probe, @Nullable Object result, @Nullable Throwable thrown) {
    InFlightRun run = TrackedRuns.begin(probe, null, NONE);
    assertThat(run).isNotNull();
    if (run != null) {
      TrackedRuns.end(probe, run, result, thrown);
    }
  }

  private Map<Outcome, Condition> all() {
    Map<Outcome, Condition> conditions = new EnumMap<>(Outcome.class);
    conditions.put(Outcome.TIMEOUT, Condition.isTrue(returned("late")));
    conditions.put(Outcome.CANCELED, Condition.isTrue(returned("stopped")));
    conditions.put(Outcome.FAILURE, Condition.isTrue(returned("bad")));
    conditions.put(Outcome.SUCCESS, Condition.isTrue(returned("good")));
    return conditions;
  }

  @ParameterizedTest
  @CsvSource({
    "true,true,true,true,timeout,timeout",
    "false,true,true,true,canceled,canceled",
    "false,false,true,true,failure,tool_error",
    "false,false,false,true,success,",
    "false,false,false,false,failure,tool_error",
    "true,false,false,true,timeout,timeout"
  })
  void shouldTryOutcomesInTheirOrder(
      boolean late, boolean stopped, boolean bad, boolean good, String outcome, String errorType) {
    call(probes.judged(all()), new Result(late, stopped, bad, good), null);
    assertThat(probes.sum("completed_total", outcome)).isEqualTo(1);
    assertThat(probes.sum("completed_total")).isEqualTo(1);
    assertThat(probes.sum("errors_total")).isEqualTo(errorType == null ? 0 : 1);
    if (errorType != null) {
      assertThat(probes.sum("errors_total", errorType)).isEqualTo(1);
    }
  }

  @Test
  void shouldLetSuccessOverruleAnException() {
    Value thrown = Value.path(Value.Root.THROWN, -1, List.of("getMessage"));
    Probe probe =
        probes.judged(Map.of(Outcome.SUCCESS, Condition.compare(thrown, false, "not found")));
    call(probe, null, new IllegalStateException("not found"));
    call(probe, null, new IllegalStateException("broken"));
    assertThat(probes.sum("completed_total", "success")).isEqualTo(1);
    assertThat(probes.sum("errors_total", "IllegalStateException")).isEqualTo(1);
  }

  @Test
  void shouldJudgeByTheExceptionWhenNoConditionSpeaks() {
    Probe probe = probes.judged(Map.of(Outcome.FAILURE, Condition.isTrue(returned("bad"))));
    call(probe, null, new TimeoutException());
    call(probe, null, new CancellationException());
    call(probe, new Result(false, false, false, false), null);
    call(probe, null, null);
    assertThat(probes.sum("completed_total", "timeout")).isEqualTo(1);
    assertThat(probes.sum("completed_total", "canceled")).isEqualTo(1);
    assertThat(probes.sum("completed_total", "success")).isEqualTo(2);
  }

  @Test
  void shouldTryTheOtherConditionsWhenOneThrows() {
    Map<Outcome, Condition> conditions = new EnumMap<>(all());
    conditions.put(Outcome.TIMEOUT, Condition.isTrue(returned("missing")));
    Probe probe = probes.judged(conditions);
    call(probe, new Result(false, true, false, true), null);
    call(probe, new Result(false, false, false, true), null);
    assertThat(probes.sum("completed_total", "canceled")).isEqualTo(1);
    assertThat(probes.sum("completed_total", "success")).isEqualTo(1);
    assertThat(probes.errors).hasValue(2);
    assertThat(probes.registry.adviceErrors()).isEqualTo(2);
  }

  @Test
  void shouldCountASuccessThatCannotBeAskedAsItsExceptionSays() {
    Probe probe = probes.judged(Map.of(Outcome.SUCCESS, Condition.isTrue(returned("missing"))));
    call(probe, "text", null);
    assertThat(probes.sum("completed_total", "success")).isEqualTo(1);
  }

  @Test
  void shouldGoQuietAfterAHundredErrorsAndCountOn() {
    Probe probe = probes.labelled(Value.path(Value.Root.ARGUMENT, 0, List.of("missing")));
    for (int i = 0; i < 150; i++) {
      InFlightRun run = TrackedRuns.begin(probe, null, new Object[] {"x"});
      if (run != null) {
        TrackedRuns.end(probe, run, null, null);
      }
    }
    assertThat(probes.errors).hasValue(100);
    assertThat(probes.sum("completed_total", "_error_", "success")).isEqualTo(150);
  }

  @Test
  void shouldLabelByArgumentAndByResult() {
    Probe argument = probes.labelled(Value.path(Value.Root.ARGUMENT, 0, List.of()));
    InFlightRun run = TrackedRuns.begin(argument, null, new Object[] {"grep"});
    assertThat(probes.sum("in_flight", "grep")).isEqualTo(1);
    assertThat(probes.registry.inFlight()).hasSize(1);
    if (run != null) {
      TrackedRuns.end(argument, run, null, null);
    }
    call(probes.labelled(returned()), "late", null);
    assertThat(probes.sum("started_total", "grep")).isEqualTo(1);
    assertThat(probes.sum("completed_total", "late", "success")).isEqualTo(1);
    assertThat(probes.sum("in_flight")).isZero();
    assertThat(probes.registry.inFlight()).isEmpty();
  }

  @Test
  void shouldEndWithTheStageThatTheMethodReturned() {
    Probe probe = probes.judged(all());
    CompletableFuture<Object> good = new CompletableFuture<>();
    CompletableFuture<Object> broken = new CompletableFuture<>();
    CompletableFuture<Object> stopped = new CompletableFuture<>();
    call(probe, good, null);
    call(probe, broken.thenApply(value -> value), null);
    call(probe, stopped, null);
    assertThat(probes.sum("in_flight")).isEqualTo(3);
    good.complete(new Result(true, false, false, false));
    broken.completeExceptionally(new IllegalStateException());
    stopped.cancel(true);
    good.obtrudeValue("again");
    assertThat(probes.sum("in_flight")).isZero();
    assertThat(probes.sum("completed_total", "timeout")).isEqualTo(1);
    assertThat(probes.sum("errors_total", "IllegalStateException")).isEqualTo(1);
    assertThat(probes.sum("completed_total", "canceled")).isEqualTo(1);
  }

  @Test
  void shouldEndOnceWhateverAStageDoes() {
    Probe probe = probes.judged(Map.of());
    call(probe, new Odd(2, false), null);
    call(probe, new Odd(1, true), null);
    call(probe, new Odd(0, true), null);
    assertThat(probes.sum("completed_total")).isEqualTo(3);
    assertThat(probes.sum("in_flight")).isZero();
    assertThat(probes.registry.adviceErrors()).isEqualTo(2);
  }

  /** A stage that calls back any number of times, and then perhaps throws. */
  private static final class Odd extends CompletableFuture<Object> {
    private final int times;
    private final boolean throwing;

    Odd(int times, boolean throwing) {
      this.times = times;
      this.throwing = throwing;
    }

    @Override
    public CompletableFuture<Object> whenComplete(
        BiConsumer<? super Object, ? super Throwable> action) {
      for (int i = 0; i < times; i++) {
        action.accept("x", null);
      }
      if (throwing) {
        throw new UnsupportedOperationException();
      }
      return this;
    }
  }

  @Test
  void shouldNotCountWhatFollowingAStageRuns() {
    Probe inner = probes.constant("inner", false);
    CompletionStage<Object> woven =
        new CompletableFuture<>() {
          @Override
          public CompletableFuture<Object> whenComplete(
              BiConsumer<? super Object, ? super Throwable> action) {
            assertThat(ProbeBridge.enter(inner)).isNull();
            return super.whenComplete(action);
          }
        };
    call(probes.judged(Map.of()), woven, null);
    assertThat(probes.sum("started_total", "inner")).isZero();
    assertThat(ProbeBridge.isSuppressed()).isFalse();
  }

  @Test
  void shouldCountTheOutermostRunOfARecursion() {
    Probe probe = probes.constant("deep", true);
    recurse(probe, 10);
    recurse(probe, 10);
    assertThat(probes.sum("started_total", "deep")).isEqualTo(2);
    recurse(probes.constant("flat", false), 10);
    assertThat(probes.sum("started_total", "flat")).isEqualTo(10);
    assertThat(probes.sum("in_flight")).isZero();
  }

  private static void recurse(Probe probe, int depth) {
    InFlightRun run = TrackedRuns.begin(probe);
    try {
      if (depth > 1) {
        recurse(probe, depth - 1);
      }
    } finally {
      if (run != null) {
        TrackedRuns.end(probe, run, null);
      }
    }
  }

  @Test
  void shouldGiveBackTheClaimOfARunThatWasNotCounted() {
    Probe broken =
        Probe.counting(
            probes.registry, probes.rule(true, Map.of()), probes.family("call", "n"), List.of());
    try {
      TrackedRuns.begin(broken, null, NONE);
    } catch (IllegalArgumentException e) {
      // advice swallows it: one label is missing
    }
    recurse(probes.constant("next", true), 1);
    assertThat(probes.sum("started_total", "next")).isEqualTo(1);
  }

  @Test
  void shouldEndARunWhoseLabelsHadBeenGivenByAnEarlierAttachment() {
    Probe probe = probes.constant("old", false);
    InFlightRun run = TrackedRuns.begin(probe);
    probes.close();
    try (Probes later = new Probes()) {
      Probe fresh = later.constant("new", false);
      InFlightRun running = TrackedRuns.begin(fresh);
      if (run != null) {
        TrackedRuns.end(probe, run, null);
      }
      if (running != null) {
        TrackedRuns.end(fresh, running, null);
      }
      assertThat(later.sum("started_total")).isEqualTo(1);
      assertThat(later.sum("in_flight")).isZero();
    }
  }

  @Test
  void shouldHandCallsToAnAdapterSuppressed() {
    StringBuilder seen = new StringBuilder();
    Probe inner = probes.constant("inner", false);
    Probe probe =
        Probe.adapted(
            probes.registry,
            probes.rule(false, Map.of()),
            new Adapter() {
              @Override
              public Object enter(@Nullable Object self, @Nullable Object[] arguments) {
                assertThat(ProbeBridge.enter(inner)).isNull();
                seen.append("in ").append(arguments[0]);
                return 5;
              }

              @Override
              public void exit(
                  @Nullable Object state,
                  @Nullable Object self,
                  @Nullable Object[] arguments,
                  @Nullable Object returned,
                  @Nullable Throwable thrown) {
                seen.append(" out ").append(state).append(returned);
                throw new IllegalStateException();
              }
            });
    ActiveCall visit = AdapterCalls.visit(probe, null, new Object[] {1});
    if (visit != null) {
      AdapterCalls.leave(probe, visit, "r", null);
    }
    assertThat(seen).hasToString("in 1 out 5r");
    assertThat(ProbeBridge.isSuppressed()).isFalse();
    assertThat(probes.registry.adviceErrors()).isEqualTo(1);
    probe.release();
    assertThat(AdapterCalls.visit(probe, null, NONE)).isNull();
  }
}
