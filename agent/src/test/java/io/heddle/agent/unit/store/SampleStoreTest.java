package io.heddle.agent.unit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heddle.exporter.report.UnitSample;
import io.heddle.exporter.report.UnitSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SampleStoreTest {
  private static final long TICK = 1_000_000;
  private static final long HOURS_12 = 720 * 60_000L;
  private static final long MEGABYTES_10 = 10 << 20;
  private static final long SECOND = 1000;

  private final Map<String, List<UnitSample>> left = new HashMap<>();
  private final WallClock wallClock = new WallClock(0, 0);

  private SampleStore store(long capacity, long retention) {
    return new SampleStore(
        capacity,
        retention,
        TICK,
        wallClock,
        sample -> left.computeIfAbsent(sample.unit(), u -> new ArrayList<>()).add(sample.copy()));
  }

  private static SampleLog open(SampleStore store, String unit, long firstSeq) {
    return Objects.requireNonNull(store.open(unit, firstSeq));
  }

  private List<UnitSample> left(String unit) {
    return left.getOrDefault(unit, List.of());
  }

  private static List<UnitSample> all(SampleStore store, SampleLog log) {
    return store.next(log, new SampleStore.Cursor(), Integer.MAX_VALUE);
  }

  @Test
  @Tag("S4")
  void shouldGiveBackWhatWentInWhateverTheNumbers() {
    SampleStore store = store(64 << 20, HOURS_12);
    SampleLog log = open(store, "a", 5);
    Random random = new Random(42);
    List<UnitSample> wanted = new ArrayList<>();
    long millis = 1_000_000;
    for (int i = 0; i < 50_000; i++) {
      long span = 1L + random.nextInt(random.nextInt(50) == 0 ? 1 << 20 : 2000);
      millis += span;
      long ticks = odd(random, 400);
      long resident = odd(random, 1 << 20);
      long read = odd(random, 1 << 12);
      long written = odd(random, 1 << 30);
      assertThat(store.append(log, millis, ticks, resident, read, written)).isTrue();
      double cpu = ticks < 0 ? Double.NaN : 100.0 * ticks / span;
      wanted.add(new UnitSample(5 + i, millis, cpu, resident, read, written));
    }
    List<UnitSample> found = all(store, log);
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 1; i < wanted.size(); i++) {
      assertThat(found.get(i)).isEqualTo(wanted.get(i));
    }
  }

  /** Often the same, in pages, sometimes unknown, sometimes anything at all. */
  private static long odd(Random random, int bound) {
    return switch (random.nextInt(12)) {
      case 0 -> -1;
      case 1 -> random.nextLong() >>> 1;
      case 2 -> 0;
      case 3, 4, 5 -> 4096L * random.nextInt(bound);
      default -> random.nextInt(bound);
    };
  }

  // ---- golden vectors of reference/seeds.md
  // ------------------------------------------------------

  @Test
  @Tag("vector-4")
  @Tag("S-D5")
  void shouldEvictTheOldestOfAllWhicheverUnitTheyBelongTo() {
    // three units side by side stay equal, where the seed starved the first by name
    SampleStore store = store(SampleLog.BYTES * 3L + 128 + 9 * BitBlock.BYTES, HOURS_12);
    List<SampleLog> units = List.of(open(store, "a", 0), open(store, "b", 0), open(store, "c", 0));
    for (int tick = 1; tick <= 2000; tick++) {
      for (SampleLog unit : units) {
        assertThat(store.append(unit, tick * SECOND, tick % 7, tick * 409600L, 0, 0)).isTrue();
        assertThat(store.bytes()).isLessThanOrEqualTo(store.capacity());
      }
    }
    assertThat(store.evictedByBudget()).isPositive();
    int size = units.get(0).size();
    assertThat(size).isGreaterThan(30);
    for (SampleLog unit : units) {
      assertThat(unit.size()).isBetween(size - 1, size + 1);
      assertThat(all(store, unit)).hasSize(unit.size());
      assertThat(all(store, unit).get(unit.size() - 1).epochMillis()).isEqualTo(2000 * SECOND);
    }
    assertThat(left("a").size() + units.get(0).size()).isEqualTo(2000);
    assertThat(left("a").get(17).seq()).isEqualTo(17);
    assertThat(left("a").get(17).epochMillis()).isEqualTo(18 * SECOND);
  }

  @Test
  @Tag("vector-5")
  @Tag("S-D9")
  void shouldSweepUnitsThatAreDeadToo() {
    SampleStore store = store(MEGABYTES_10, 10 * SECOND);
    SampleLog dead = open(store, "dead", 0);
    for (int tick = 1; tick <= 5; tick++) {
      store.append(dead, tick * SECOND, 1, 4096, 0, 0);
    }
    store.sweep(14 * SECOND);
    assertThat(dead.size()).as("as old as the retention stays").isEqualTo(2);
    store.sweep(100_000 * SECOND);
    assertThat(dead.size()).isZero();
    assertThat(store.samples()).isZero();
    assertThat(store.evictedByRetention()).isEqualTo(5);
    assertThat(left.get("dead")).hasSize(5);
  }

  @Test
  @Tag("vector-6")
  @Tag("S-D10")
  void shouldKeepTheLatestTheNewestWhenTheClockSteps() {
    // 12 h back and forth
    SampleStore store = store(MEGABYTES_10, HOURS_12);
    SampleLog log = open(store, "a", 0);
    long[] walls = {0, 0, -HOURS_12, -HOURS_12, 0, 0, HOURS_12, HOURS_12, 0, 0};
    long now = 0;
    for (int i = 0; i < walls.length; i++) {
      now = (2000 + i) * SECOND;
      wallClock.check(now, now + walls[i]);
      store.append(log, now, i, 4096, 0, 0);
      store.sweep(now);
      List<UnitSample> samples = all(store, log);
      assertThat(samples).hasSize(i + 1);
      assertThat(samples.get(i).epochMillis()).as("step %d", i).isEqualTo(now + walls[i]);
      assertThat(samples)
          .isSortedAccordingTo((x, y) -> Long.compare(x.epochMillis(), y.epochMillis()));
    }
    assertThat(all(store, log).get(0).epochMillis())
        .as("as if nothing had been")
        .isEqualTo(2000 * SECOND);
    assertThat(wallClock.steps()).isEqualTo(4);
  }

  @Test
  @Tag("vector-7")
  @Tag("S-D11")
  void shouldKnowTheExactMeanOfTwelveHours() {
    // 43,200 times 798.7 %
    SampleStore store = store(MEGABYTES_10, HOURS_12 + SECOND);
    SampleLog log = open(store, "a", 0);
    store.append(log, 0, -1, 4096, 0, 0);
    for (int i = 1; i <= 43_200; i++) {
      store.append(log, i * SECOND, 7987, 4096, 0, 0);
    }
    UnitSummary summary = summary(store, log);
    assertThat(summary.samples()).isEqualTo(43_201);
    assertThat(summary.averageCpuPercent()).isCloseTo(798.7, within(1e-6));
    assertThat(summary.maxCpuPercent()).isCloseTo(798.7, within(1e-9));
    assertThat(summary.averageResidentBytes()).isCloseTo(4096, within(1e-6));
  }

  private static UnitSummary summary(SampleStore store, SampleLog log) {
    SampleSummary summary = new SampleSummary();
    SampleStore.Cursor cursor = new SampleStore.Cursor();
    while (store.sum(log, cursor, 1000, summary)) {
      // the next thousand
    }
    return Objects.requireNonNull(summary.summary());
  }

  // ---- retention, budget, and both
  // ----------------------------------------------------------------

  @Test
  @Tag("S-D5")
  void shouldLeaveAUnitItsOnlySampleWhileAnotherHasMore() {
    SampleStore store = store(128 << 10, HOURS_12);
    List<SampleLog> quiet = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      SampleLog log = open(store, "quiet" + i, 0);
      store.append(log, SECOND, -1, 4096, 0, 0);
      quiet.add(log);
    }
    SampleLog busy = open(store, "busy", 0);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      store.append(busy, (2 + i) * SECOND, random.nextInt(1000), random.nextInt(), 0, 0);
      assertThat(store.bytes()).isLessThanOrEqualTo(store.capacity());
    }
    assertThat(quiet).allMatch(log -> log.size() == 1);
    assertThat(busy.size()).isGreaterThan(1000);
    assertThat(store.samples()).isEqualTo(100 + busy.size());
  }

  @Test
  void moreUnitsThanMemoryHasRoomForGoWithoutSamples() {
    SampleStore store = store(128 << 10, HOURS_12);
    List<SampleLog> logs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      SampleLog log = store.open("unit" + i, 0);
      if (log != null) {
        logs.add(log);
      }
    }
    assertThat(logs).hasSizeBetween(250, 299);
    assertThat(store.refused()).isEqualTo(300 - logs.size());
    for (int tick = 1; tick <= 50; tick++) {
      for (SampleLog log : logs) {
        assertThat(store.append(log, tick * SECOND, tick, 4096, 0, 0)).isTrue();
        assertThat(store.bytes()).isLessThanOrEqualTo(store.capacity());
      }
    }
    // one that goes from a piece to the next may take the last sample of another
    assertThat(logs.stream().filter(log -> log.size() > 0).count()).isGreaterThan(200);
    assertThat(store.samples()).isEqualTo(logs.stream().mapToLong(SampleLog::size).sum());
  }

  @Test
  void samplesLeaveOneByOneAndNotAllAtOnce() {
    SampleStore store = store(2 << 20, HOURS_12);
    List<SampleLog> logs = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      logs.add(open(store, "unit" + i, 0));
    }
    Random random = new Random(5);
    long most = 0;
    for (int tick = 1; tick <= 2000; tick++) {
      long before = store.evictedByBudget();
      for (SampleLog log : logs) {
        store.append(log, tick * SECOND, random.nextInt(90), random.nextInt(1 << 20), 0, 0);
      }
      most = Math.max(most, store.evictedByBudget() - before);
      assertThat(store.bytes()).isLessThanOrEqualTo(store.capacity());
    }
    assertThat(store.evictedByBudget()).isGreaterThan(100_000);
    assertThat(most).as("in one round of 500").isLessThan(1500);
  }

  @Test
  @Tag("S14")
  void shouldHoldRetentionAndBudgetAtOnce() {
    SampleStore store = store(128 << 10, 600 * SECOND);
    Random random = new Random(3);
    List<SampleLog> logs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      logs.add(open(store, "unit" + i, 0));
    }
    for (int tick = 1; tick <= 3000; tick++) {
      long now = tick * SECOND;
      for (SampleLog log : logs) {
        if (random.nextInt(10) > 0) {
          store.append(log, now, random.nextInt(1000), random.nextInt(1 << 30), 0, 0);
        }
      }
      store.sweep(now);
      assertThat(store.bytes()).isLessThanOrEqualTo(store.capacity());
    }
    long oldest = Long.MAX_VALUE;
    for (SampleLog log : logs) {
      List<UnitSample> samples = all(store, log);
      oldest = Math.min(oldest, samples.get(0).epochMillis());
      assertThat(samples).hasSize(log.size());
      for (int i = 1; i < samples.size(); i++) {
        assertThat(samples.get(i).seq()).isEqualTo(samples.get(i - 1).seq() + 1);
      }
      assertThat(left(log.unit()).size() + (long) log.size()).isEqualTo(log.tail.seq + 1);
    }
    assertThat(oldest).isGreaterThanOrEqualTo((3000 - 600) * SECOND);
  }

  @Test
  void aReaderWhoseSamplesLeftGoesOnWithTheOldestThatIsThere() {
    SampleStore store = store(MEGABYTES_10, 100 * SECOND);
    SampleLog log = open(store, "a", 0);
    for (int i = 0; i < 100; i++) {
      store.append(log, i * SECOND, 1, 4096L * i, 0, 0);
    }
    SampleStore.Cursor cursor = new SampleStore.Cursor();
    assertThat(store.next(log, cursor, 10)).extracting(UnitSample::seq).endsWith(9L);
    store.sweep(150 * SECOND);
    assertThat(store.next(log, cursor, 1)).extracting(UnitSample::seq).containsExactly(50L);
    store.sweep(1000 * SECOND);
    assertThat(store.next(log, cursor, 1)).isEmpty();
    store.append(log, 1001 * SECOND, 1, 4096, 0, 0);
    assertThat(store.next(log, cursor, 5)).extracting(UnitSample::seq).containsExactly(100L);
    assertThat(store.next(log, cursor, 5)).isEmpty();
  }

  @Test
  @Tag("S-D11")
  void shouldLeaveBadValuesOutOfASummary() {
    SampleSummary sums = new SampleSummary();
    assertThat(sums.summary()).isNull();
    sums.add(1000, Double.NaN, -1);
    assertThat(Objects.requireNonNull(sums.summary()).averageCpuPercent()).isNaN();
    sums.add(1000, 50, 100);
    sums.add(1000, Double.POSITIVE_INFINITY, 100);
    sums.add(3000, 10, 500);
    sums.add(1000, -7, -1);
    UnitSummary summary = Objects.requireNonNull(sums.summary());
    assertThat(summary.averageCpuPercent()).isCloseTo(20, within(1e-9));
    assertThat(summary.maxCpuPercent()).isEqualTo(50);
    assertThat(summary.averageResidentBytes()).isCloseTo((100 + 100 + 1500) / 5.0, within(1e-9));
    assertThat(summary.maxResidentBytes()).isEqualTo(500);
  }
}
