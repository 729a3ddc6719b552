package io.heddle.agent.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heddle.agent.config.UnitsConfig;
import io.heddle.exporter.report.SampleRange;
import io.heddle.exporter.report.UnitSample;
import io.heddle.exporter.report.UnitSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplerTest {
  private static final long PAGE = 4096;

  private final UnitBench bench = UnitBench.roomy();
  private final ScriptedSource source = bench.source;

  @Test
  @Tag("S-D4")
  void shouldKnowNoShareOfTheProcessorAtTheFirstReading() {
    source.show(7, 100, 50, 10 * PAGE);
    Unit unit = bench.child(7, "ffmpeg");
    bench.tick();
    source.show(7, 100, 125, 20 * PAGE);
    bench.tick();
    List<UnitSample> samples = bench.samples(unit);
    assertThat(samples).hasSize(2);
    assertThat(samples.get(0).cpuPercent()).isNaN();
    assertThat(samples.get(1).cpuPercent()).isCloseTo(75, within(1e-9));
    assertThat(samples).extracting(UnitSample::residentBytes).containsExactly(10 * PAGE, 20 * PAGE);
    assertThat(samples.get(1).epochMillis()).isEqualTo(UnitBench.BEGAN + 2 * UnitBench.SECOND);
  }

  @Test
  @Tag("S-D3")
  void shouldShowAMissingProcessAsDownAndTakeNoSample() {
    source.show(7, 100, 50, PAGE);
    Unit unit = bench.child(7, "ffmpeg");
    bench.tick();
    source.gone(7);
    bench.tick();
    bench.tick();
    assertThat(bench.samples(unit)).hasSize(1);
    assertThat(unit.isUp()).isFalse();
    assertThat(bench.metric("up")).containsEntry("ffmpeg", 0.0);
    assertThat(bench.metric("resident_memory_bytes")).isEmpty();
    assertThat(bench.metric("cpu_seconds_total")).containsEntry("ffmpeg", 0.5);
  }

  @Test
  void aReusedIdIsAnotherUnit() {
    source.show(7, 100, 5000, PAGE);
    Unit first = bench.child(7, "ffmpeg");
    bench.tick();
    source.show(7, 900, 3, 5 * PAGE);
    bench.tick();
    assertThat(first.isUp()).isFalse();
    assertThat(bench.samples(first)).hasSize(1);
    Unit second = bench.child(7, "ffmpeg");
    assertThat(second.id()).isNotEqualTo(first.id());
    bench.tick();
    source.show(7, 900, 53, 5 * PAGE);
    bench.tick();
    assertThat(bench.samples(second)).extracting(UnitSample::cpuPercent).contains(50.0);
    assertThat(bench.metric("cpu_seconds_total")).containsEntry("ffmpeg", 50.53);
    assertThat(bench.metric("up")).containsEntry("ffmpeg", 1.0);
  }

  @Test
  void whatCannotBeIsNoDelta() {
    source.show(7, 100, 5000, PAGE);
    Unit unit = bench.child(7, "ffmpeg");
    bench.tick();
    source.show(7, 100, 4000, PAGE); // falls
    bench.tick();
    source.show(7, 100, 9_000_000, PAGE); // 25 hours in a second
    bench.tick();
    source.show(7, 100, 4100, PAGE);
    bench.tick();
    List<UnitSample> samples = bench.samples(unit);
    assertThat(samples).hasSize(3);
    assertThat(samples.get(1).cpuPercent()).isNaN();
    assertThat(samples.get(2).cpuPercent()).as("of two seconds").isCloseTo(50, within(1e-9));
    assertThat(bench.metric("cpu_seconds_total")).containsEntry("ffmpeg", 50.0);
    assertThat(bench.table.figures().rejected()).isEqualTo(2);
  }

  @Test
  void whatCannotBeReadIsNotDown() {
    source.show(7, 100, 50, PAGE);
    Unit unit = bench.child(7, "ffmpeg");
    bench.tick();
    source.closed(7);
    bench.tick();
    assertThat(unit.isUp()).isTrue();
    assertThat(bench.samples(unit)).hasSize(1);
    source.open(7);
    source.show(7, 100, 150, PAGE);
    bench.tick();
    assertThat(bench.samples(unit)).hasSize(2);
    assertThat(bench.samples(unit).get(1).cpuPercent()).isCloseTo(50, within(1e-9));
  }

  @Test
  void theIdOfAChildThatHasEndedIsNotReadAgain() {
    source.show(7, 100, 50, PAGE);
    Unit unit = bench.child(7, "true");
    unit.ended();
    source.show(7, 100, 99, PAGE); // somebody else by now, perhaps started in the same moment
    bench.tick();
    assertThat(bench.samples(unit)).isEmpty();
    assertThat(bench.table.reports()).hasSize(1);
    assertThat(bench.metric("cpu_seconds_total")).isEmpty();
  }

  @Test
  void aChildThatCouldNotBeReadAtItsStartIsKnownByItsFirstReading() {
    source.closed(7);
    Unit unit = bench.child(7, "hidden");
    bench.tick();
    assertThat(unit.isUp()).isTrue();
    assertThat(bench.samples(unit)).isEmpty();
    source.open(7);
    source.show(7, 100, 50, PAGE);
    bench.tick();
    assertThat(bench.samples(unit)).hasSize(1);
    source.show(7, 200, 1, PAGE);
    bench.tick();
    assertThat(unit.isUp()).as("another has its id").isFalse();
  }

  @Test
  void aChildThatIsNeverReadIsListedAndNotSampled() {
    source.closed(7);
    Unit unit = bench.child(7, "hidden");
    bench.tick();
    assertThat(bench.samples(unit)).isEmpty();
    assertThat(bench.metric("up")).containsEntry("hidden", 1.0);
    unit.ended();
    bench.tick();
    assertThat(bench.metric("up")).containsEntry("hidden", 0.0);
  }

  @Test
  void aThreadThatHadToWaitReadsAgain() {
    source.show(7, 100, 50, PAGE);
    Unit unit = bench.child(7, "ffmpeg");
    bench.tick();
    int[] reads = {0};
    source.beforeEach =
        () -> {
          if (reads[0]++ == 0) {
            bench.pass(400);
            source.show(7, 100, 190, PAGE);
          }
        };
    bench.tick();
    assertThat(reads[0]).isEqualTo(2);
    assertThat(bench.samples(unit).get(1).cpuPercent()).isCloseTo(100, within(1e-9));
  }

  @Test
  @Tag("S-D22")
  void shouldSampleTheOthersWhenOneUnitFails() {
    source.show(7, 100, 50, PAGE);
    source.show(8, 100, 50, PAGE);
    bench.child(7, "a");
    Unit other = bench.child(8, "b");
    int[] reads = {0};
    source.beforeEach =
        () -> {
          if (reads[0]++ == 0) {
            throw new IllegalStateException("of the test");
          }
        };
    bench.tick();
    assertThat(bench.samples(other)).hasSize(1);
    assertThat(bench.errors.count()).isEqualTo(1);
    assertThat(bench.said).hasSize(1);
  }

  @Test
  void theWallClockMayGoBackAndForthByTwelveHours() {
    source.show(7, 100, 0, PAGE);
    Unit unit = bench.child(7, "ffmpeg");
    for (int i = 1; i <= 40; i++) {
      if (i % 10 == 0) {
        bench.wall.addAndGet((i / 10 % 2 == 0 ? 12 : -12) * 3_600_000L);
      }
      source.show(7, 100, 25L * i, PAGE);
      bench.tick();
    }
    List<UnitSample> samples = bench.samples(unit);
    assertThat(samples).hasSize(40);
    for (int i = 1; i < samples.size(); i++) {
      assertThat(samples.get(i).epochMillis()).isEqualTo(samples.get(i - 1).epochMillis() + 1000);
      assertThat(samples.get(i).cpuPercent()).isCloseTo(25, within(1e-9));
    }
    assertThat(samples.get(39).epochMillis()).isEqualTo(bench.wall.get());
    assertThat(bench.table.figures().steps()).isEqualTo(4);
  }

  @Test
  void aPauseOfMinutesIsOneGapAndItsAverageCountsForItsTime() {
    source.show(7, 100, 0, PAGE);
    Unit unit = bench.child(7, "ffmpeg");
    bench.tick();
    bench.pass(299 * UnitBench.SECOND);
    source.show(7, 100, 3000, 3 * PAGE); // 10 % of 300 s
    bench.tick();
    source.show(7, 100, 3100, 3 * PAGE);
    bench.tick();
    UnitSummary summary = Objects.requireNonNull(bench.table.summary(List.of(unit)));
    assertThat(summary.averageCpuPercent()).isCloseTo(100 * 31.0 / 301, within(1e-9));
    assertThat(summary.maxCpuPercent()).isCloseTo(100, within(1e-9));
    assertThat(summary.averageResidentBytes()).isCloseTo(3 * PAGE, within(1e-6));
    assertThat(summary.samples()).isEqualTo(3);
  }

  // ---- units.watch
  // -------------------------------------------------------------------------------

  @Test
  @Tag("S28")
  void shouldFindAWatchedProcessThroughItsFileEachTimeThatChanges(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("db.pid");
    WatchedProcess db = new WatchedProcess(new UnitsConfig.Watch("db", file.toString(), -1));
    bench.watched.add(db);
    bench.tick();
    assertThat(db.latest()).isNull();
    source.show(40, 1, 10, PAGE);
    Files.writeString(file, "40\n/var/lib/db\n5432\n");
    bench.tick();
    Unit first = Objects.requireNonNull(db.latest());
    assertThat(first.name()).isEqualTo("db");
    assertThat(bench.samples(first)).hasSize(1);
    source.gone(40);
    source.show(41, 2, 10, PAGE);
    Files.writeString(file, "  41  ");
    bench.tick();
    Unit second = Objects.requireNonNull(db.latest());
    assertThat(second.pid()).isEqualTo(41);
    assertThat(first.isUp()).isFalse();
    assertThat(bench.metric("up")).containsEntry("db", 1.0);
    for (String bad : List.of("", "no", "12x", "-5", "99999999999999999999", "x".repeat(5000))) {
      Files.writeString(file, bad);
      bench.tick();
      assertThat(db.latest()).as(bad).isSameAs(second);
      assertThat(second.isUp()).isTrue();
    }
    Files.delete(file);
    bench.tick();
    assertThat(second.isUp()).as("it runs, whoever removes its file").isTrue();
    source.gone(41);
    bench.tick();
    assertThat(bench.metric("up")).containsEntry("db", 0.0);
    assertThat(bench.errors.count()).isZero();
  }

  @Test
  void aFixedIdIsWatchedWheneverSomethingHasIt() {
    WatchedProcess fixed = new WatchedProcess(new UnitsConfig.Watch("init", null, 1));
    bench.watched.add(fixed);
    source.show(1, 5, 10, PAGE);
    bench.tick();
    source.gone(1);
    bench.tick();
    source.show(1, 6, 10, PAGE);
    bench.tick();
    assertThat(Objects.requireNonNull(fixed.latest()).start()).isEqualTo(6);
    assertThat(bench.table.reports()).hasSize(2);
  }

  @Test
  void aWatchedProcessThatRestartsIsOneHistoryAndItsCountersNeverFall() throws Exception {
    WatchedProcess db = new WatchedProcess(new UnitsConfig.Watch("db", null, 40));
    bench.watched.add(db);
    for (long life = 1; life <= 3; life++) {
      source.show(40, life, 10, PAGE);
      bench.tick();
      assertThat(bench.metric("up")).containsEntry("db", 1.0);
      assertThat(bench.metric("cpu_seconds_total")).containsEntry("db", life / 10.0);
      source.gone(40);
      bench.tick();
      assertThat(bench.metric("up")).containsEntry("db", 0.0);
      assertThat(bench.metric("cpu_seconds_total")).containsEntry("db", life / 10.0);
    }
    assertThat(db.units()).hasSize(3);
    List<UnitSample> told = new ArrayList<>();
    new SampleHistory(db.units(), bench.table, null)
        .forEach(new SampleRange(SampleRange.EVER, SampleRange.ALL), told::add);
    assertThat(told).hasSize(3);
    assertThat(told).isSortedAccordingTo(Comparator.comparing(UnitSample::epochMillis));
    told.clear();
    new SampleHistory(db.units(), bench.table, null)
        .forEach(new SampleRange(SampleRange.EVER, 2), told::add);
    assertThat(told).hasSize(2);
    assertThat(Objects.requireNonNull(bench.table.summary(db.units())).samples()).isEqualTo(3);
  }

  @Test
  void aNameThatComesBackToAProcessFollowsItAgain(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("db.pid");
    WatchedProcess db = new WatchedProcess(new UnitsConfig.Watch("db", file.toString(), -1));
    bench.watched.add(db);
    source.show(40, 1, 10, PAGE);
    source.show(41, 2, 20, PAGE);
    for (int pid : List.of(40, 41, 40)) {
      Files.writeString(file, Integer.toString(pid));
      bench.tick();
      assertThat(Objects.requireNonNull(db.latest()).pid()).isEqualTo(pid);
      assertThat(bench.metric("up")).containsEntry("db", 1.0);
    }
    assertThat(bench.metric("cpu_seconds_total")).containsEntry("db", 0.3);
    assertThat(db.units()).hasSize(2);
  }

  @Test
  void aChildThatIsWatchedIsInTheMetricsByBothNames() {
    source.show(40, 1, 10, PAGE);
    Unit child = bench.child(40, "postmaster");
    WatchedProcess db = new WatchedProcess(new UnitsConfig.Watch("db", null, 40));
    bench.watched.add(db);
    bench.tick();
    assertThat(db.latest()).isSameAs(child);
    assertThat(bench.metric("up")).containsEntry("db", 1.0).containsEntry("postmaster", 1.0);
    source.gone(40);
    bench.tick();
    assertThat(bench.metric("up")).containsEntry("db", 0.0).containsEntry("postmaster", 0.0);
    assertThat(bench.metric("cpu_seconds_total"))
        .containsEntry("db", 0.1)
        .containsEntry("postmaster", 0.1);
  }

  @Test
  void aPidFileThatIsNoFileKeepsNobody() throws Exception {
    WatchedProcess odd = new WatchedProcess(new UnitsConfig.Watch("odd", "/dev/zero", -1));
    bench.watched.add(odd);
    bench.tick();
    assertThat(odd.latest()).isNull();
    assertThat(bench.errors.count()).isZero();
  }
}
