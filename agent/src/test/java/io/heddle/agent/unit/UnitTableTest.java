package io.heddle.agent.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.exporter.report.SampleRange;
import io.heddle.exporter.report.UnitSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

class UnitTableTest {
  private static final long PAGE = 4096;

  @Test
  @Tag("S-D9")
  void shouldKeepEndedUnitsForTheRetentionAndThenForgetThem() {
    UnitBench bench = new UnitBench(10 << 20, 10 * UnitBench.SECOND, 100);
    bench.source.show(7, 1, 1, PAGE);
    Unit unit = bench.child(7, "ffmpeg");
    bench.child(8, "true").ended();
    bench.tick();
    unit.ended();
    for (int i = 0; i < 10; i++) {
      bench.tick();
    }
    assertThat(bench.table.find(unit.id())).isNotNull();
    bench.tick();
    bench.tick();
    assertThat(bench.table.reports()).isEmpty();
    assertThat(bench.table.figures().samples()).isZero();
    assertThat(bench.metric("cpu_seconds_total")).containsEntry("ffmpeg", 0.01);
    assertThat(bench.evicted).hasSize(1);
  }

  @Test
  void countersKeepWhatEndedOnesHadUsedAndGaugesSumTheLiveOnes() {
    UnitBench bench = UnitBench.roomy();
    for (int pid = 1; pid <= 3; pid++) {
      bench.source.show(pid, new ScriptedSource.Shown(9, 100, PAGE, 10, 20));
      bench.child(pid, "ffmpeg");
    }
    bench.tick();
    bench.source.gone(2);
    bench.tick();
    assertThat(bench.metric("up")).isEqualTo(Map.of("ffmpeg", 2.0));
    assertThat(bench.metric("cpu_seconds_total")).isEqualTo(Map.of("ffmpeg", 3.0));
    assertThat(bench.metric("resident_memory_bytes")).isEqualTo(Map.of("ffmpeg", 2.0 * PAGE));
    assertThat(bench.metric("read_bytes_total")).isEqualTo(Map.of("ffmpeg", 30.0));
    assertThat(bench.metric("written_bytes_total")).isEqualTo(Map.of("ffmpeg", 60.0));
  }

  @Test
  void programsBeyondTheLimitAreFolded() {
    UnitBench bench = new UnitBench(10 << 20, 10_000, 2);
    for (int pid = 1; pid <= 5; pid++) {
      bench.source.show(pid, 9, 100, PAGE);
      bench.child(pid, "program" + pid);
    }
    bench.tick();
    assertThat(bench.metric("up"))
        .isEqualTo(Map.of("program1", 1.0, "program2", 1.0, "_overflow_", 3.0));
    assertThat(bench.table.figures().folded()).isEqualTo(3);
  }

  @Test
  void shortChildrenDoNotDriveOutLongOnes() {
    UnitBench bench = new UnitBench(256 << 10, 720 * 60_000L, 100);
    bench.source.show(1, 1, 0, PAGE);
    Unit lasting = bench.child(1, "server");
    for (int second = 1; second <= 300; second++) {
      for (int i = 0; i < 80; i++) {
        long pid = 1000L + second * 80L + i;
        bench.source.show(pid, second, 1, PAGE);
        bench.child(pid, "true").ended();
        assertThat(bench.table.figures().bytes()).isLessThanOrEqualTo(256 << 10);
      }
      bench.source.show(1, 1, second * 20L, (second % 100) * PAGE);
      bench.tick();
    }
    UnitTable.Figures figures = bench.table.figures();
    assertThat(bench.samples(lasting)).hasSize(300);
    assertThat(figures.forgotten()).isPositive();
    assertThat(figures.evictedByBudget()).isZero();
    // those that are listed are the last ones
    assertThat(bench.table.reports()).hasSizeBetween(400, 600);
  }

  @Test
  void theBudgetHoldsHoweverManyLive() {
    UnitBench bench = new UnitBench(128 << 10, 720 * 60_000L, 100);
    for (int pid = 1; pid <= 1000; pid++) {
      bench.source.show(pid, 9, pid, PAGE);
      bench.child(pid, "server");
      assertThat(bench.table.figures().bytes()).isLessThanOrEqualTo(128 << 10);
    }
    for (int i = 0; i < 5; i++) {
      bench.tick();
      assertThat(bench.table.figures().bytes()).isLessThanOrEqualTo(128 << 10);
    }
    int listed = bench.table.reports().size();
    assertThat(listed).isGreaterThan(170);
    assertThat(listed + bench.table.figures().unlisted()).isEqualTo(1000);
    assertThat(bench.table.figures().samples()).isPositive();
    assertThat(bench.table.figures().refused()).isPositive();
    for (int pid = 1; pid <= 1000; pid++) {
      bench.source.gone(pid);
    }
    bench.tick();
    bench.source.show(2000, 9, 1, PAGE);
    Unit later = bench.child(2000, "server");
    bench.tick();
    assertThat(bench.samples(later)).as("there is room again").hasSize(1);
  }

  @Test
  @Tag("S-D8")
  void shouldCountUnitsAsTheHeapHoldsThem() {
    UnitBench bench = UnitBench.roomy();
    long before = size(bench);
    long counted = bench.table.figures().bytes();
    int units = 4000;
    for (int pid = 1; pid <= units; pid++) {
      bench.source.show(pid + 100_000, 7_286_883, 1, PAGE);
      Unit unit = bench.child(pid + 100_000, "true");
      if (pid > units / 2) {
        unit.ended();
      }
    }
    bench.tick();
    bench.tick();
    long real = size(bench) - before;
    assertThat(bench.table.figures().bytes() - counted)
        .isCloseTo(real, Percentage.withPercentage(5));
  }

  /** Without the processes, which the table would not hold elsewhere. */
  private static long size(UnitBench bench) {
    return GraphLayout.parseInstance(bench.table, bench.source).totalSize()
        - GraphLayout.parseInstance(bench.source).totalSize();
  }

  @Test
  void aReaderSeesEverySampleOnceWhileOthersLeave() throws Exception {
    UnitBench bench = new UnitBench(10 << 20, 100 * UnitBench.SECOND, 100);
    bench.source.show(7, 1, 0, PAGE);
    Unit unit = bench.child(7, "ffmpeg");
    for (int i = 0; i < 100; i++) {
      bench.tick();
    }
    List<UnitSample> seen = new ArrayList<>();
    new SampleHistory(unit, bench.table, null)
        .forEach(
            new SampleRange(SampleRange.EVER, SampleRange.ALL),
            sample -> {
              if (seen.isEmpty()) {
                for (int i = 0; i < 700; i++) {
                  bench.tick();
                }
              }
              seen.add(sample);
            });
    for (int i = 1; i < seen.size(); i++) {
      assertThat(seen.get(i).seq()).isGreaterThan(seen.get(i - 1).seq());
    }
    assertThat(seen.get(seen.size() - 1).epochMillis()).isEqualTo(bench.wall.get());
  }

  @Test
  @Tag("S18")
  void shouldTellTheLastSamplesByTheirNumberOrTheirTime() throws Exception {
    UnitBench bench = UnitBench.roomy();
    bench.source.show(7, 1, 0, PAGE);
    Unit unit = bench.child(7, "ffmpeg");
    for (int i = 0; i < 20; i++) {
      bench.tick();
    }
    List<UnitSample> all = bench.samples(unit);
    assertThat(told(bench, unit, Long.MIN_VALUE, 3)).isEqualTo(all.subList(17, 20));
    assertThat(told(bench, unit, Long.MIN_VALUE, 0)).isEmpty();
    assertThat(told(bench, unit, Long.MIN_VALUE, 500)).isEqualTo(all);
    assertThat(told(bench, unit, all.get(12).epochMillis(), Long.MAX_VALUE))
        .isEqualTo(all.subList(12, 20));
    assertThat(told(bench, unit, all.get(12).epochMillis(), 2)).isEqualTo(all.subList(18, 20));
    assertThat(told(bench, unit, bench.wall.get() + 1, 2)).isEmpty();
  }

  private static List<UnitSample> told(UnitBench bench, Unit unit, long since, long limit)
      throws Exception {
    List<UnitSample> told = new ArrayList<>();
    new SampleHistory(unit, bench.table, null).forEach(new SampleRange(since, limit), told::add);
    return told;
  }
}
