package io.heddle.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.heddle.probe.classified.ClassifiedRuns;
import io.heddle.probe.outcome.ExceptionMapping;
import io.heddle.probe.value.Condition;
import io.heddle.probe.value.Value;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Scraped;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Outcome;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClassifiedRunsTest {
  private static final Value RESULT = Value.path(Value.Root.RETURN, -1, List.of());
  private static final Value ARGUMENT = Value.path(Value.Root.ARGUMENT, 0, List.of());
  private static final int CALLS = 50_000;

  private final Probes probes = new Probes();

  /** A result of a tool. */
  public static class Answer {
    private final boolean ok;
    private final int status;

    Answer(boolean ok, int status) {
      this.ok = ok;
      this.status = status;
    }

    public boolean ok() {
      return ok;
    }

    public int status() {
      return status;
    }

    public long size() {
      return 1L << 40;
    }

    public double score() {
      return status / 1000.0;
    }

    public Thread.State state() {
      return Thread.State.TIMED_WAITING;
    }

    public Answer inner() {
      return this;
    }

    public Optional<Integer> code() {
      return Optional.of(status);
    }

    public boolean broken() {
      throw new IllegalStateException("broken");
    }
  }

  /** A result whose getter is woven too. */
  public static final class Woven extends Answer {
    private final Probe probe;
    private int refused;

    Woven(Probe probe) {
      super(true, 200);
      this.probe = probe;
    }

    @Override
    public boolean ok() {
      if (ProbeBridge.enter(probe) == null) {
        refused++;
      }
      return true;
    }
  }

  @AfterEach
  void close() {
    probes.close();
  }

  private static Value result(String... steps) {
    return Value.path(Value.Root.RETURN, -1, List.of(steps));
  }

  private Probe failing(Condition condition) {
    return probes.judged(Map.of(Outcome.FAILURE, condition));
  }

  private static void call(
      Probe probe, @Nullable Object returned, long number, int kind, @Nullable Throwable thrown) {
    Cells cells = ClassifiedRuns.enter(probe);
    assertThat(cells).isNotNull();
    if (cells != null) {
      cells.start();
      ClassifiedRuns.end(
          probe, cells, true, System.nanoTime() - 1_000, returned, number, kind, thrown);
    }
  }

  private static void call(Probe probe, @Nullable Object returned) {
    call(probe, returned, 0, OutcomeClassifier.OBJECT, null);
  }

  private void assertCounted(int successes, int failures) {
    assertThat(probes.sum("completed_total", "success")).isEqualTo(successes);
    assertThat(probes.sum("completed_total", "failure")).isEqualTo(failures);
    new Scraped(probes.registry).checkLaws("t_call");
    assertThat(probes.errors).hasValue(0);
    assertThat(probes.registry.adviceErrors()).isZero();
  }

  @Test
  void shouldJudgeByAPropertyOfTheResult() {
    Probe probe = failing(Condition.compare(result("ok"), false, false));
    for (int i = 0; i < 1_000; i++) {
      call(probe, new Answer(i % 10 != 0, 200));
    }
    call(probe, null);
    assertCounted(901, 100);
    assertThat(probes.sum("errors_total", "tool_error")).isEqualTo(100);
  }

  @Test
  void shouldCompareEveryKindOfProperty() {
    Answer answer = new Answer(true, 408);
    Object[][] equal = {
      {result("status"), 408L},
      {result("status"), 408.0},
      {result("size"), 1L << 40},
      {result("score"), 0.408},
      {result("state"), "TIMED_WAITING"},
      {result("inner", "inner", "status"), 408L},
      {result("code"), 408L},
      {result("code", "get"), 408L},
      {result("code", "isPresent"), true},
    };
    for (Object[] one : equal) {
      Value value = (Value) one[0];
      call(failing(Condition.compare(value, false, one[1])), answer);
      call(failing(Condition.compare(value, true, one[1])), answer);
    }
    call(failing(Condition.compare(result("state"), false, "TIMED")), answer);
    call(failing(Condition.compare(result("status"), false, "408")), answer);
    call(failing(Condition.isTrue(result("status"))), answer);
    call(failing(Condition.isTrue(result("score"))), new Answer(true, 0));
    assertCounted(equal.length + 2, equal.length + 2);
  }

  @Test
  void shouldCompareAResultThatIsANumber() {
    Probe minus = failing(Condition.compare(RESULT, false, -1L));
    Probe half = failing(Condition.compare(RESULT, false, 0.5));
    Probe any = failing(Condition.isTrue(RESULT));
    Probe name = failing(Condition.compare(result("class"), false, "java.lang.Integer"));
    for (long number : new long[] {-1, 0, 1, 500, Long.MIN_VALUE}) {
      call(minus, null, number, OutcomeClassifier.LONG, null);
      int narrow = (int) number;
      call(any, null, narrow, OutcomeClassifier.INT, null);
    }
    call(half, null, Double.doubleToRawLongBits(0.5), OutcomeClassifier.DOUBLE, null);
    call(half, null, Double.doubleToRawLongBits(0.4), OutcomeClassifier.DOUBLE, null);
    call(any, null, Double.doubleToRawLongBits(-0.0), OutcomeClassifier.DOUBLE, null);
    assertCounted(4 + 2 + 1 + 1, 1 + 3 + 1);
    call(name, null, 7, OutcomeClassifier.INT, null);
    assertThat(probes.registry.adviceErrors()).as("there is no method class").isEqualTo(1);
  }

  @Test
  void shouldTryTheOutcomesInTheirOrder() {
    Map<Outcome, Condition> conditions =
        Map.of(
            Outcome.TIMEOUT, Condition.compare(result("status"), false, 408L),
            Outcome.CANCELED, Condition.compare(result("status"), false, 499L),
            Outcome.SUCCESS, Condition.isTrue(result("ok")));
    Probe probe = probes.judged(conditions);
    call(probe, new Answer(true, 408));
    call(probe, new Answer(true, 499));
    call(probe, new Answer(true, 200));
    call(probe, new Answer(false, 200));
    assertThat(probes.sum("completed_total", "timeout")).isEqualTo(1);
    assertThat(probes.sum("completed_total", "canceled")).isEqualTo(1);
    assertCounted(1, 1);
  }

  @Test
  void shouldCountAConditionThatThrowsAndTryTheNext() {
    Probe probe =
        probes.judged(
            Map.of(
                Outcome.TIMEOUT,
                Condition.isTrue(result("broken")),
                Outcome.FAILURE,
                Condition.compare(result("ok"), false, false)));
    for (int i = 0; i < 150; i++) {
      call(probe, new Answer(false, 500));
    }
    assertThat(probes.errors).as("quiet from then on").hasValue(100);
    assertThat(probes.registry.adviceErrors()).isEqualTo(100);
    // the condition that works is asked on
    assertThat(probes.sum("completed_total", "failure")).isEqualTo(150);
    assertThat(probes.sum("in_flight")).isZero();
  }

  @Test
  void shouldTakeAnExceptionForWhatTheRuleSays() {
    ProbedRule rule =
        new ProbedRule(
            70,
            false,
            Map.of(Outcome.FAILURE, Condition.compare(result("ok"), false, false)),
            List.of(
                new ExceptionMapping("java.io.UncheckedIOException", null, Outcome.CANCELED, null)),
            16,
            probes.errors);
    Probe probe =
        Probe.counting(
            probes.registry, rule, probes.family("call", "n"), List.of(Value.constant("x")));
    call(probe, null, 0, 0, new java.io.UncheckedIOException(new java.io.IOException()));
    call(probe, null, 0, 0, new IllegalStateException());
    call(probe, new Answer(true, 200));
    assertThat(probes.sum("completed_total", "canceled")).isEqualTo(1);
    assertThat(probes.sum("errors_total", "IllegalStateException")).isEqualTo(1);
    assertCounted(1, 1);
  }

  @Test
  void shouldLetSuccessOverruleAnException() {
    Value thrown = Value.path(Value.Root.THROWN, -1, List.of());
    Probe probe = probes.judged(Map.of(Outcome.SUCCESS, Condition.compare(thrown, true, null)));
    call(probe, null, 0, 0, new IllegalStateException());
    call(probe, null);
    assertCounted(1, 1);
  }

  @Test
  void shouldNotCountAGetterThatIsWovenItself() {
    Probe getter = probes.constant("getter", false);
    Probe probe = failing(Condition.compare(result("ok"), false, false));
    Woven answer = new Woven(getter);
    for (int i = 0; i < 1_000; i++) {
      call(probe, answer);
    }
    assertThat(answer.refused).isEqualTo(1_000);
    assertThat(ProbeBridge.enter(getter)).as("suppressed no longer").isNotNull();
    assertThat(probes.sum("started_total", "x")).isEqualTo(1_000);
  }

  @Test
  void shouldListARunUntilItIsJudged() {
    Probe probe =
        Probe.counting(
            probes.registry,
            probes.rule(
                false, Map.of(Outcome.FAILURE, Condition.compare(result("ok"), false, false))),
            probes.family("call", "n"),
            List.of(ARGUMENT));
    for (int i = 0; i < 100; i++) {
      InFlightRun good = ClassifiedRuns.begin(probe, "good", null);
      InFlightRun bad = ClassifiedRuns.begin(probe, "bad", null);
      assertThat(probes.registry.inFlight()).hasSize(2);
      if (good != null && bad != null) {
        ClassifiedRuns.end(probe, bad, new Answer(false, 500), 0, 0, null);
        ClassifiedRuns.end(probe, good, new Answer(true, 200), 0, 0, null);
      }
    }
    assertThat(probes.registry.inFlight()).isEmpty();
    assertThat(probes.sum("completed_total", "good", "success")).isEqualTo(100);
    assertThat(probes.sum("completed_total", "bad", "failure")).isEqualTo(100);
    assertCounted(100, 100);
  }

  @Test
  void shouldAllocateNothingForASuccess() {
    Answer answer = new Answer(true, 200);
    assertAllocatesNothing(failing(Condition.compare(result("ok"), false, false)), answer, 0, 0);
    assertAllocatesNothing(failing(Condition.compare(result("status"), false, 500L)), answer, 0, 0);
    assertAllocatesNothing(failing(Condition.compare(result("size"), false, 7.5)), answer, 0, 0);
    assertAllocatesNothing(failing(Condition.compare(result("score"), false, 7L)), answer, 0, 0);
    assertAllocatesNothing(failing(Condition.compare(result("state"), false, "NEW")), answer, 0, 0);
    assertAllocatesNothing(failing(Condition.compare(RESULT, false, null)), answer, 0, 0);
    Probe minus = failing(Condition.compare(RESULT, false, -1L));
    assertAllocatesNothing(minus, null, 12_345, OutcomeClassifier.INT);
    assertAllocatesNothing(minus, null, 1L << 40, OutcomeClassifier.LONG);
    assertAllocatesNothing(minus, null, Double.doubleToRawLongBits(1e9), OutcomeClassifier.DOUBLE);
  }

  private static void assertAllocatesNothing(
      Probe probe, @Nullable Object returned, long number, int kind) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    // a class that is loaded or linked meanwhile allocates once
    for (int round = 0; round < 5; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < CALLS; i++) {
        Cells cells = ClassifiedRuns.enter(probe);
        if (cells != null) {
          cells.start();
          ClassifiedRuns.end(
              probe, cells, true, System.nanoTime() - 1_000, returned, number, kind, null);
        }
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least).as("bytes of %d calls", CALLS).isLessThan(CALLS);
  }
}
