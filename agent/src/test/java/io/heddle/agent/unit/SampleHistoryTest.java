package io.heddle.agent.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.log.WarningSink;
import io.heddle.agent.os.ProcessReading;
import io.heddle.agent.unit.spill.Spill;
import io.heddle.agent.unit.store.SampleStore;
import io.heddle.agent.unit.store.WallClock;
import io.heddle.exporter.report.SampleRange;
import io.heddle.exporter.report.UnitSample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Memory, queue and files as one row of samples. */
@Timeout(120)
class SampleHistoryTest {
  private static final long RETENTION = 5_000;
  private static final int SAMPLES = 12_000;

  private final AtomicLong nanos = new AtomicLong();
  private final UnitClock clock = new UnitClock(nanos::get, () -> nanos.get() / 1_000_000, 0);

  @Test
  @Tag("S-D20")
  void shouldTellEachSampleOnceOnItsWayFromMemoryToTheDisk(@TempDir Path folder) throws Exception {
    WarningSink silent = (kind, sentence) -> {};
    try (Spill spill =
        new Spill(
            folder.resolve("spill"),
            "1-2",
            64 << 20,
            256 << 10,
            System::currentTimeMillis,
            task -> new Thread(task),
            silent)) {
      spill.start();
      UnitTable table = table(spill);
      Unit unit = table.add(Unit.Kind.CHILD, "ffmpeg", 7, 1, 0);
      AtomicBoolean done = new AtomicBoolean();
      ExecutorService readers = Executors.newFixedThreadPool(2);
      try {
        List<Future<Integer>> read = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          read.add(
              readers.submit(
                  () -> {
                    int rounds = 0;
                    while (!done.get()) {
                      rowOf(unit, table, spill);
                      rounds++;
                    }
                    return rounds;
                  }));
        }
        write(unit, table, spill);
        done.set(true);
        for (Future<Integer> each : read) {
          assertThat(each.get()).isPositive();
        }
      } finally {
        readers.shutdownNow();
      }
      List<UnitSample> all = rowOf(unit, table, spill);
      assertThat(all).hasSize(SAMPLES);
      assertThat(all.get(0).residentBytes()).isEqualTo(4096);
      assertThat(all.get(SAMPLES - 1).residentBytes()).isEqualTo(4096L * SAMPLES);
      assertThat(spill.figures().dropped()).isEmpty();
      assertThat(spill.figures().errors()).isEmpty();
      lastOnes(unit, table, spill, all);
    }
  }

  private UnitTable table(Spill spill) {
    WallClock wallClock = new WallClock(0, 0);
    SampleStore store =
        new SampleStore(1 << 20, RETENTION, ScriptedSource.TICK_NANOS, wallClock, spill::offer);
    return new UnitTable(
        clock,
        wallClock,
        store,
        new ProgramTotals("heddle", 10, ScriptedSource.TICK_NANOS),
        new PlausibilityCheck(ScriptedSource.TICK_NANOS, 4),
        RETENTION);
  }

  /** A sample every second of the clock, and no faster than the disk takes them. */
  private void write(Unit unit, UnitTable table, Spill spill) throws InterruptedException {
    ProcessReading reading = new ProcessReading();
    for (int i = 1; i <= SAMPLES; i++) {
      nanos.addAndGet(1_000_000_000);
      reading.clear();
      reading.start = 1;
      reading.cpuTicks = i * 10L;
      reading.residentBytes = 4096L * i;
      table.expire();
      table.sampled(unit, clock.millis(), reading);
      while (i - spill.figures().records() > 3000) {
        Thread.sleep(1);
      }
    }
  }

  /** What a reader gets from the beginning: it must be one row, whatever goes on. */
  private static List<UnitSample> rowOf(Unit unit, UnitTable table, Spill spill)
      throws IOException {
    List<UnitSample> row = new ArrayList<>();
    new SampleHistory(unit, table, spill).forEach(new SampleRange(0, SampleRange.ALL), row::add);
    for (int i = 1; i < row.size(); i++) {
      assertThat(row.get(i).seq()).isEqualTo(row.get(0).seq() + i);
      assertThat(row.get(i).residentBytes()).isEqualTo(4096L * (i + 1));
    }
    return row;
  }

  private static void lastOnes(Unit unit, UnitTable table, Spill spill, List<UnitSample> all)
      throws IOException {
    List<UnitSample> row = new ArrayList<>();
    long since = all.get(8_000).epochMillis();
    new SampleHistory(unit, table, spill)
        .forEach(new SampleRange(since, SampleRange.ALL), row::add);
    assertThat(row).isEqualTo(all.subList(8_000, SAMPLES));
    row.clear();
    new SampleHistory(unit, table, spill).forEach(new SampleRange(since, 100), row::add);
    assertThat(row).isEqualTo(all.subList(SAMPLES - 100, SAMPLES));
    row.clear();
    new SampleHistory(unit, table, null)
        .forEach(new SampleRange(SampleRange.EVER, SampleRange.ALL), row::add);
    assertThat(row).hasSize((int) (RETENTION / 1000) + 1);
  }
}
