package io.heddle.agent.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heddle.agent.config.UnitsConfig;
import io.heddle.exporter.report.SampleRange;
import io.heddle.exporter.report.UnitReport;
import io.heddle.exporter.report.UnitSample;
import io.heddle.exporter.report.UnitSamples;
import io.heddle.exporter.report.UnitSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class UnitReportsTest {
  private static final long PAGE = 4096;
  private static final SampleRange EVERYTHING = new SampleRange(SampleRange.EVER, SampleRange.ALL);

  private final UnitBench bench = UnitBench.roomy();
  private final UnitReports reports = new UnitReports(bench.table, bench.watched, null);

  @Test
  void shouldReportAChildWithItsTimesByTheWallClock() {
    bench.source.show(7, 9, 10, PAGE);
    bench.pass(UnitBench.SECOND);
    Unit child = bench.child(7, "ffmpeg");
    bench.tick();
    bench.tick();
    long started = UnitBench.BEGAN + UnitBench.SECOND;
    assertThat(reports.one(child.id()))
        .isEqualTo(new UnitReport("7-9", "ffmpeg", 7, true, 2, "child", started, -1));
    assertThat(reports.all()).containsExactly(reports.one(child.id()));
    child.ended();
    assertThat(reports.one(child.id()))
        .isEqualTo(
            new UnitReport(
                "7-9", "ffmpeg", 7, false, 2, "child", started, started + 2 * UnitBench.SECOND));
    assertThat(reports.size()).isEqualTo(1);
  }

  @Test
  void shouldReportANameOfTheConfigurationAsOneUnitWithAllItsProcesses() throws Exception {
    bench.watched.add(new WatchedProcess(new UnitsConfig.Watch("db", null, 40)));
    assertThat(reports.all())
        .containsExactly(new UnitReport("db", "db", -1, false, 0, "watch", -1, -1));
    for (long life = 1; life <= 2; life++) {
      bench.source.show(40, life, 10, PAGE);
      bench.tick();
      bench.source.gone(40);
      bench.tick();
    }
    long ended = bench.wall.get();
    assertThat(reports.all())
        .containsExactly(new UnitReport("db", "db", -1, false, 2, "watch", -1, ended));
    assertThat(reports.one("40-1")).extracting("kind", "samples").containsExactly("watch", 1L);
    assertThat(samples("db", EVERYTHING)).extracting(UnitSample::seq).hasSize(2);
    assertThat(reports.size()).isEqualTo(3);
  }

  @Test
  void shouldSummarizeTheSamplesThatItLists() throws Exception {
    bench.source.show(7, 9, 0, PAGE);
    Unit child = bench.child(7, "ffmpeg");
    bench.tick();
    bench.source.show(7, 9, 50, 3 * PAGE);
    bench.tick();
    UnitSummary summary = Objects.requireNonNull(reports.summary(child.id()));
    assertThat(summary.latestCpuPercent()).isCloseTo(50, within(1e-9));
    assertThat(summary.maxCpuPercent()).isCloseTo(50, within(1e-9));
    assertThat(summary.latestResidentBytes()).isEqualTo(3 * PAGE);
    assertThat(summary.maxResidentBytes()).isEqualTo(3 * PAGE);
    assertThat(summary.samples()).isEqualTo(2);
    List<UnitSample> all = samples(child.id(), EVERYTHING);
    assertThat(all).hasSize(2);
    assertThat(all.get(1).residentBytes()).isEqualTo(3 * PAGE);
    assertThat(all.get(1).epochMillis()).isEqualTo(bench.wall.get());
    assertThat(samples(child.id(), new SampleRange(SampleRange.EVER, 1)))
        .isEqualTo(all.subList(1, 2));
    assertThat(samples(child.id(), new SampleRange(bench.wall.get(), SampleRange.ALL)))
        .isEqualTo(all.subList(1, 2));
  }

  @Test
  void shouldKnowNothingOfAnUnknownId() {
    assertThat(reports.one("1-1")).isNull();
    assertThat(reports.summary("1-1")).isNull();
    assertThat(reports.samples("1-1", EVERYTHING)).isNull();
    assertThat(reports.all()).isEmpty();
  }

  private List<UnitSample> samples(String id, SampleRange range) throws IOException {
    UnitSamples samples = Objects.requireNonNull(reports.samples(id, range));
    List<UnitSample> found = new ArrayList<>();
    samples.writeTo(found::add);
    return found;
  }
}
