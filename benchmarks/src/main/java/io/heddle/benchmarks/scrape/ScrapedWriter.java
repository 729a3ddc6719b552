package io.heddle.benchmarks.scrape;

import io.heddle.benchmarks.Median;
import io.heddle.exporter.exposition.Format;
import io.heddle.registry.family.Cells;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A thread that counts runs as fast as it can, in seconds with a scrape and without one in turn.
 * Not JMH: its iterations of one benchmark lie minutes from those of the other.
 */
final class ScrapedWriter {
  private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int BATCH = 10_000;
  private static final int WARM_SCRAPES = 100;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final HeddleSeries content = new HeddleSeries(ScrapeShape.of(2_000));
  private final Cells cells = content.cells(0, 1);
  private final List<Double> alone = new ArrayList<>();
  private final List<Double> scraped = new ArrayList<>();
  private final List<Double> slowdowns = new ArrayList<>();
  private final List<Double> ownSlowdowns = new ArrayList<>();

  void measure(int pairs) throws InterruptedException {
    for (int i = 0; i < WARM_SCRAPES; i++) {
      scrape(); // else the first pairs measure how the JIT compiles a scrape
    }
    slice(false);
    slice(true);
    for (int i = 0; i < pairs; i++) {
      // which of the two is first alternates: a machine that slows down favours neither
      boolean first = i % 2 == 0;
      Pace one = slice(first);
      Pace other = slice(!first);
      Pace with = first ? one : other;
      Pace without = first ? other : one;
      scraped.add(with.nanos);
      alone.add(without.nanos);
      slowdowns.add(percent(with.nanos, without.nanos));
      ownSlowdowns.add(percent(with.ownNanos, without.ownNanos));
    }
  }

  private static double percent(double with, double without) {
    return 100 * (with / without - 1);
  }

  private Pace slice(boolean withScrape) throws InterruptedException {
    Thread scraper = new Thread(this::scrape, "scraper");
    long ownBegin = threads.getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    if (withScrape) {
      scraper.start();
    }
    long runs = 0;
    long last = begin;
    while (last - begin < SLICE_NANOS) {
      last = batch();
      runs += BATCH;
    }
    long ownEnd = threads.getCurrentThreadCpuTime();
    if (withScrape) {
      scraper.join();
    }
    return new Pace((double) (last - begin) / runs, (double) (ownEnd - ownBegin) / runs);
  }

  /** The clock is read twice a run, as woven code does. */
  private long batch() {
    long end = 0;
    for (int i = 0; i < BATCH; i++) {
      long start = System.nanoTime();
      cells.start();
      end = System.nanoTime();
      cells.succeed(end - start);
    }
    return end;
  }

  private void scrape() {
    try {
      content.write(Format.TEXT, OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The clock on the wall and the thread's own CPU time, each by the run. */
  private record Pace(double nanos, double ownNanos) {}

  double aloneNanos() {
    return Median.of(alone);
  }

  double scrapedNanos() {
    return Median.of(scraped);
  }

  /** Median over the pairs. */
  double slowdownPercent() {
    return Median.of(slowdowns);
  }

  /** The same in CPU time of the thread: what it waits for a core that others use is not in it. */
  double ownSlowdownPercent() {
    return Median.of(ownSlowdowns);
  }
}
