package io.heddle.agent.cli.top.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heddle.agent.cli.top.read.JvmState;
import io.heddle.agent.cli.top.read.NativeHistogram;
import io.heddle.agent.cli.top.read.RunCounts;
import io.heddle.agent.cli.top.read.RunKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JvmRowsTest {
  private static final RunKey KEY = new RunKey("tool", Map.of("tool", "search"));
  private static final double EXACTLY = 1e-12;

  private static RunCounts counts(double completed, double failed, long created) {
    NativeHistogram durations =
        new NativeHistogram(3, 0, 0, new TreeMap<>(Map.of(0, (long) completed)));
    return new RunCounts(completed + 1, completed, failed, 1, durations, created);
  }

  private static JvmState state(double seconds, RunCounts counts) {
    return new JvmState((long) (seconds * 1e9), Map.of(KEY, counts), Map.of());
  }

  private static RunRow row(JvmState older, JvmState newer) {
    return JvmRows.between("jvm", older, newer).rows().get(0);
  }

  @Test
  void shouldDivideByTheTimeBetweenTheReads() {
    RunRow row = row(state(10, counts(100, 10, 1)), state(12.5, counts(150, 15, 1)));
    assertThat(row.rate()).isEqualTo(20, within(EXACTLY));
    assertThat(row.errorRate()).isEqualTo(2, within(EXACTLY));
    assertThat(row.completed()).isEqualTo(50);
    assertThat(row.durations().count()).isEqualTo(50);
    assertThat(row.now().inFlight()).isEqualTo(1);
    assertThat(row.p50()).isBetween(0.917, 1.0);
  }

  @Test
  void shouldKnowNoRateAfterOneRead() {
    JvmRows rows = JvmRows.between("jvm", null, state(1, counts(5, 0, 1)));
    assertThat(rows.seconds()).isNaN();
    assertThat(rows.rows().get(0).rate()).isNaN();
    assertThat(rows.rows().get(0).p99()).isNaN();
    assertThat(rows.rows().get(0).now().completed()).isEqualTo(5);
  }

  @Test
  void shouldCountSinceARestartAndNeverBelowZero() {
    RunRow fallen = row(state(0, counts(100, 10, 1)), state(2, counts(6, 2, 1)));
    assertThat(fallen.rate()).isEqualTo(3);
    assertThat(fallen.errorRate()).isEqualTo(1);
    assertThat(fallen.durations().count()).isEqualTo(6);
    // more than before and yet a restart: it began later
    RunRow later = row(state(0, counts(100, 10, 1)), state(2, counts(106, 12, 2)));
    assertThat(later.rate()).isEqualTo(53);
    assertThat(later.durations().count()).isEqualTo(106);
  }

  @Test
  void shouldCountANewKindOfRunFromZero() {
    JvmState before = new JvmState(0, Map.of(), Map.of());
    assertThat(row(before, state(2, counts(6, 2, 1))).rate()).isEqualTo(3);
    // and forget one that is gone
    assertThat(JvmRows.between("jvm", state(2, counts(6, 2, 1)), before).rows()).isEmpty();
  }

  @Test
  void shouldShareTheOverheadOfARuleAmongItsCalls() {
    RunKey often = new RunKey("call", Map.of("rule", "a", "method", "often"));
    RunKey seldom = new RunKey("call", Map.of("rule", "a", "method", "seldom"));
    RunKey other = new RunKey("call", Map.of("rule", "b", "method", "other"));
    JvmState older =
        new JvmState(
            0,
            Map.of(often, counts(0, 0, 1), seldom, counts(0, 0, 1), other, counts(0, 0, 1)),
            Map.of("a", 1.0, "b", 5.0));
    JvmState newer =
        new JvmState(
            2_000_000_000L,
            Map.of(
                often,
                counts(90, 0, 1),
                seldom,
                counts(10, 0, 1),
                other,
                counts(10, 0, 1),
                KEY,
                counts(10, 0, 1)),
            Map.of("a", 1.3, "b", 5.1));
    JvmRows rows = JvmRows.between("jvm", older, newer);
    assertThat(rows.overheadCores()).isEqualTo(0.2, within(EXACTLY));
    assertThat(share(rows, often)).isEqualTo(0.675, within(EXACTLY));
    assertThat(share(rows, seldom)).isEqualTo(0.075, within(EXACTLY));
    assertThat(share(rows, other)).isEqualTo(0.25, within(EXACTLY));
    assertThat(share(rows, KEY)).isNaN();
  }

  private static double share(JvmRows rows, RunKey key) {
    return rows.rows().stream()
        .filter(row -> row.key().equals(key))
        .mapToDouble(RunRow::overheadShare)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldKeepTheLastRatesOfRowsThatAreThere() {
    RateHistory history = new RateHistory();
    for (int i = 1; i <= 100; i++) {
      history.add("jvm", List.of(row(state(0, counts(0, 0, 1)), state(1, counts(i, 0, 1)))));
    }
    RunRow.Id id = new RunRow.Id("jvm", KEY);
    assertThat(history.of(id)).hasSize(60).startsWith(41.0).endsWith(100.0);
    history.add("other", List.of());
    assertThat(history.of(id)).hasSize(60);
    history.add("jvm", List.of());
    assertThat(history.of(id)).isEmpty();
  }
}
