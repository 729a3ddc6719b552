package io.heddle.agent.unit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the recorded processes take in memory, played for twelve hours. */
class TwelveHoursTest {
  private static final int SECONDS = 43_200;
  private static final long CAPACITY = 10 << 20;
  private static final double BUSY = 0.05;

  @Test
  @Tag("S-D7")
  void shouldFitTwentyUnitsOfWhichHalfAreBusyIntoTenMebibytes() throws Exception {
    Recording recording = Recording.load();
    List<String> units = recording.units();
    assertThat(units).hasSizeGreaterThanOrEqualTo(20);
    assertThat(units.stream().filter(unit -> recording.load(unit) >= BUSY).count())
        .isGreaterThanOrEqualTo(units.size() / 2L);
    SampleStore store =
        new SampleStore(
            CAPACITY,
            720 * 60_000L,
            10_000_000,
            new WallClock(0, 0),
            sample -> {
              throw new AssertionError("nothing leaves");
            });
    List<SampleLog> logs = new ArrayList<>();
    List<Recording.Player> players = new ArrayList<>();
    for (String unit : units) {
      logs.add(Objects.requireNonNull(store.open(unit, 0)));
      players.add(recording.play(unit));
    }
    for (int second = 0; second < SECONDS; second++) {
      for (int i = 0; i < logs.size(); i++) {
        Recording.Player now = players.get(i);
        now.next();
        store.append(
            logs.get(i), now.millis(), now.ticks(), now.resident(), now.read(), now.written());
      }
    }
    assertThat(store.samples()).isEqualTo((long) SECONDS * units.size());
    assertThat(store.evictedByBudget()).isZero();
    assertThat(store.bytes()).isLessThanOrEqualTo(CAPACITY);
    // 4.2 bytes a sample: 57 such units would fit, where the seed holds 4.3
    assertThat(CAPACITY / (store.bytes() / units.size())).isGreaterThan(50);
  }
}
