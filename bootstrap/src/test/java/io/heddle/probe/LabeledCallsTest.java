package io.heddle.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.probe.value.Value;
import io.heddle.registry.InFlightRun;
import io.heddle.registry.Scraped;
import io.heddle.registry.Suppression;
import io.heddle.registry.family.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LabeledCallsTest {
  private static final Value ARGUMENT = Value.path(Value.Root.ARGUMENT, 0, List.of());
  private static final Value OTHER = Value.path(Value.Root.ARGUMENT, 1, List.of());

  private final Probes probes = new Probes();

  @AfterEach
  void close() {
    probes.close();
  }

  private static @Nullable Cells call(
      Probe probe, @Nullable Object first, @Nullable Object second) {
    Cells cells = LabeledCalls.enter(probe, first, second);
    if (cells != null) {
      cells.start();
      cells.returned(1_000);
    }
    return cells;
  }

  private static @Nullable Cells call(Probe probe, @Nullable Object first) {
    return call(probe, first, null);
  }

  private Probe labeled(Value... labels) {
    String[] names = {"n", "m", "o"};
    return Probe.counting(
        probes.registry,
        probes.rule(false, Map.of()),
        probes.family("call", List.of(names).subList(0, labels.length).toArray(new String[0])),
        List.of(labels));
  }

  private double started(String... labels) {
    return new Scraped(probes.registry).sum("t_call_started_total", labels);
  }

  @Test
  void shouldCountEachTextUnderItsOwnLabel() {
    Probe probe = labeled(ARGUMENT);
    for (int i = 0; i < 1_000; i++) {
      call(probe, new String("even"));
      call(probe, i % 2 == 0 ? "a" : "b");
    }
    assertThat(started("n", "even")).isEqualTo(1_000);
    assertThat(started("n", "a")).isEqualTo(500);
    assertThat(started("n", "b")).isEqualTo(500);
    new Scraped(probes.registry).checkLaws("t_call");
  }

  @Test
  void shouldGiveTheThreadCellsOfItsOwnOnceItCallsOften() {
    Probe probe = labeled(ARGUMENT);
    Cells first = call(probe, "a");
    for (int i = 0; i < 100; i++) {
      call(probe, "a");
    }
    Cells last = call(probe, "a");
    assertThat(first).isNotNull().matches(cells -> !cells.owned());
    assertThat(last).isNotNull().matches(Cells::owned);
    assertThat(started("n", "a")).isEqualTo(102);
  }

  @Test
  void shouldTellTwoLabelsApart() {
    Probe probe = labeled(ARGUMENT, Value.constant("c"), OTHER);
    for (int i = 0; i < 100; i++) {
      call(probe, "a", "b");
      call(probe, "b", "a");
      call(probe, "a", null);
    }
    assertThat(started("n", "a", "m", "c", "o", "b")).isEqualTo(100);
    assertThat(started("n", "b", "m", "c", "o", "a")).isEqualTo(100);
    assertThat(started("n", "a", "m", "c", "o", "none")).isEqualTo(100);
  }

  /** The text "3" has one character, and "abc" has three. */
  @Test
  void shouldNotTakeAnArgumentForWhatIsReadFromIt() {
    Probe probe = labeled(Value.path(Value.Root.ARGUMENT, 0, List.of("length")));
    for (int i = 0; i < 100; i++) {
      call(probe, "abc");
      call(probe, "3");
    }
    assertThat(started("n", "3")).isEqualTo(100);
    assertThat(started("n", "1")).isEqualTo(100);
  }

  @Test
  void shouldWriteWhatIsNoText() {
    Probe probe = labeled(ARGUMENT);
    for (int i = 0; i < 50; i++) {
      call(probe, null);
      call(probe, 7);
      call(probe, Thread.State.NEW);
      call(probe, "0123456789abcdefTOO LONG");
    }
    assertThat(started("n", "none")).isEqualTo(50);
    assertThat(started("n", "7")).isEqualTo(50);
    assertThat(started("n", "NEW")).isEqualTo(50);
    assertThat(started("n", "0123456789abcdef")).isEqualTo(50);
    assertThat(probes.errors).hasValue(0);
  }

  @Test
  void shouldCountWhatCannotBeALabel() {
    Probe probe = labeled(ARGUMENT);
    call(probe, new Object());
    call(probe, "a");
    assertThat(started("n", "_error_")).isEqualTo(1);
    assertThat(started("n", "a")).isEqualTo(1);
    assertThat(probes.errors).hasValue(1);
  }

  @Test
  void shouldFoldAMillionValuesExactly() {
    Probe probe = labeled(ARGUMENT);
    for (int i = 0; i < 1_000_000; i++) {
      call(probe, Integer.toString(i));
    }
    assertThat(started()).isEqualTo(1_000_000);
    assertThat(started("n", "_overflow_")).isEqualTo(1_000_000 - 2_000);
    assertThat(probes.registry.dropped()).containsEntry("call", 1_000_000L - 2_000);
  }

  /** Texts that a client chose so that their hashes are the same. */
  @Test
  void shouldCountTextsOfOneHash() {
    Probe probe = labeled(ARGUMENT);
    List<String> texts = new ArrayList<>(List.of(""));
    for (int i = 0; i < 8; i++) {
      List<String> longer = new ArrayList<>();
      for (String text : texts) {
        longer.add(text + "Aa");
        longer.add(text + "BB");
      }
      texts = longer;
    }
    assertThat(texts.stream().map(String::hashCode).distinct()).hasSize(1);
    for (int i = 0; i < 40; i++) {
      texts.forEach(text -> call(probe, text));
    }
    for (String text : texts) {
      assertThat(started("n", text)).isEqualTo(40);
    }
  }

  @Test
  void shouldKeepWhatEndedThreadsCounted() throws Exception {
    Probe probe = labeled(ARGUMENT);
    for (int i = 0; i < 50; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int j = 0; j < 100; j++) {
                  call(probe, j % 2 == 0 ? "a" : "b");
                }
              });
      thread.start();
      thread.join();
    }
    assertThat(started("n", "a")).isEqualTo(2_500);
    long bytes = probes.registry.cellBytes();
    assertThat(started("n", "b")).isEqualTo(2_500);
    assertThat(probes.registry.cellBytes()).as("given back").isEqualTo(bytes).isLessThan(200_000);
  }

  @Test
  void shouldCountNothingWhileSuppressedOrSilent() {
    Probe probe = labeled(ARGUMENT);
    call(probe, "a");
    Suppression suppression = ProbeBridge.suppress();
    assertThat(LabeledCalls.enter(probe, "a", null)).isNull();
    if (suppression != null) {
      suppression.suppressor = 0;
    }
    for (int i = 0; i < 50; i++) {
      call(probe, "a");
    }
    probe.silence(true);
    assertThat(LabeledCalls.enter(probe, "a", null)).isNull();
    probe.silence(false);
    assertThat(call(probe, "a")).isNotNull();
    assertThat(started("n", "a")).isEqualTo(52);
  }

  @Test
  void shouldListRunsInFlight() {
    Probe probe = labeled(ARGUMENT);
    InFlightRun outer = LabeledCalls.begin(probe, "a", null);
    InFlightRun inner = LabeledCalls.begin(probe, "b", null);
    assertThat(probes.registry.inFlight()).hasSize(2);
    assertThat(outer).isNotNull();
    assertThat(inner).isNotNull();
    if (outer != null && inner != null) {
      TrackedRuns.end(probe, inner, null);
      TrackedRuns.end(probe, outer, new IllegalStateException());
    }
    assertThat(probes.registry.inFlight()).isEmpty();
    assertThat(probes.sum("completed_total", "a", "failure")).isEqualTo(1);
    assertThat(probes.sum("completed_total", "b", "success")).isEqualTo(1);
    assertThat(probes.sum("in_flight")).isZero();
  }

  @Test
  void shouldCountOnlyTheOutermost() {
    Probe probe =
        Probe.counting(
            probes.registry,
            probes.rule(true, Map.of()),
            probes.family("call", "n"),
            List.of(ARGUMENT));
    InFlightRun outer = LabeledCalls.begin(probe, "a", null);
    assertThat(LabeledCalls.begin(probe, "b", null)).isNull();
    if (outer != null) {
      TrackedRuns.end(probe, outer, null);
    }
    assertThat(started("n", "a")).isEqualTo(1);
    assertThat(started()).isEqualTo(1);
  }
}
