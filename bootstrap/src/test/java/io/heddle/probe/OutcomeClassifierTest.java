package io.heddle.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.probe.outcome.ExceptionMapping;
import io.heddle.probe.value.Condition;
import io.heddle.probe.value.TokenUsage;
import io.heddle.probe.value.Value;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.labeled.LabeledCounter;
import io.heddle.registry.snapshot.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutcomeClassifierTest {
  private static final Object[] NONE = {};
  private static final String EXIT = Exit.class.getName();

  private final Probes probes = new Probes();

  /** An exception that a library ends a run with. */
  static class Exit extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    Exit(int status) {
      super("exit");
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  /** One that the pack does not name. */
  static final class HardExit extends Exit {
    private static final long serialVersionUID = 1;

    HardExit() {
      super(9);
    }
  }

  @AfterEach
  void close() {
    probes.close();
  }

  @Test
  void shouldTakeTheFirstMeaningThatFits() {
    Value status = Value.path(Value.Root.THROWN, -1, List.of("status"));
    Probe probe =
        probe(
            List.of(
                new ExceptionMapping(
                    EXIT, Condition.compare(status, false, 0), Outcome.SUCCESS, null),
                new ExceptionMapping(
                    EXIT, Condition.compare(status, false, 143), Outcome.CANCELED, null),
                new ExceptionMapping(EXIT, null, Outcome.FAILURE, "exit_nonzero"),
                new ExceptionMapping("java.io.IOException", null, Outcome.TIMEOUT, null)));
    end(probe, new Exit(0), null);
    end(probe, new Exit(143), null);
    end(probe, new Exit(7), null);
    end(probe, new HardExit(), null);
    end(probe, new ExecutionException(new Exit(7)), null);
    end(probe, new java.io.FileNotFoundException(), null);
    end(probe, new IllegalStateException(), null);
    assertThat(probes.sum("completed_total", "success")).isEqualTo(1);
    assertThat(probes.sum("errors_total", "canceled")).isEqualTo(1);
    assertThat(probes.sum("errors_total", "exit_nonzero")).isEqualTo(3);
    assertThat(probes.sum("completed_total", "timeout")).isEqualTo(1);
    assertThat(probes.sum("errors_total", "IllegalStateException")).isEqualTo(1);
    assertThat(probes.errors).hasValue(0);
  }

  @Test
  void shouldNameAFailureThatHasNoKindByItsClass() {
    end(
        probe(List.of(new ExceptionMapping(EXIT, null, Outcome.FAILURE, null))),
        new HardExit(),
        null);
    assertThat(probes.sum("errors_total", "HardExit")).isEqualTo(1);
  }

  @Test
  void shouldCountAMeaningThatCannotBeAskedAndGoOn() {
    Condition missing = Condition.isTrue(Value.path(Value.Root.THROWN, -1, List.of("missing")));
    end(
        probe(
            List.of(
                new ExceptionMapping(EXIT, missing, Outcome.SUCCESS, null),
                new ExceptionMapping(EXIT, null, Outcome.FAILURE, "trap"))),
        new Exit(1),
        null);
    assertThat(probes.sum("errors_total", "trap")).isEqualTo(1);
    assertThat(probes.registry.adviceErrors()).isEqualTo(1);
  }

  @Test
  void shouldAddTokensThatTheResultTells() {
    RunFamily family = probes.family("call", "n");
    LabeledCounter counters = probes.registry.counter("call_tokens", "T", List.of("n", "type"));
    TokenUsage tokens =
        new TokenUsage(counters, Map.of("input", Value.path(Value.Root.RETURN, -1, List.of())));
    Probe probe =
        Probe.counting(
            probes.registry,
            probes.rule(false, Map.of()),
            family,
            List.of(Value.constant("x")),
            tokens,
            null,
            RunPolicy.NONE);
    end(probe, null, 12);
    end(probe, null, 30L);
    end(probe, null, -5);
    end(probe, null, null);
    end(probe, new Exit(1), null);
    assertThat(counters.at(List.of("x", "input")).sum()).isEqualTo(42);
    assertThat(probes.registry.snapshot())
        .filteredOn(metric -> metric.name().equals("t_call_tokens_total"))
        .singleElement()
        .isInstanceOf(MetricSnapshot.Counter.class);
    assertThat(probes.errors).hasValue(0);
  }

  private Probe probe(List<ExceptionMapping> thrown) {
    ProbedRule rule = new ProbedRule(0, false, Map.of(), thrown, 16, probes.errors);
    return Probe.counting(
        probes.registry, rule, probes.family("call", "n"), List.of(Value.constant("x")));
  }

  private static void end(Probe probe, @Nullable Throwable thrown, @Nullable Object returned) {
    InFlightRun run = TrackedRuns.begin(probe, null, NONE);
    assertThat(run).isNotNull();
    if (run != null) {
      TrackedRuns.end(probe, run, returned, thrown);
    }
  }
}
