package io.heddle.benchmarks.scrape;

import io.heddle.benchmarks.Heap;
import io.heddle.exporter.exposition.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Measures the bytes that each label set holds in Heddle, client_java and Micrometer, with the same
 * content and after a scrape, in one JVM.
 */
public final class MemoryTable {
  private static final int SETS = 20_000;

  private MemoryTable() {}

  /** Measures and prints; takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    ScrapeShape shape = ScrapeShape.of(SETS);
    List<Supplier<ScrapeSubject>> subjects =
        List.of(
            () -> new HeddleSeries(shape),
            () -> new ClientJavaSeries(shape, false),
            () -> new ClientJavaSeries(shape, true),
            () -> new MicrometerSeries(shape));
    System.out.println("| started, in flight, completed and a histogram | bytes a label set | |");
    System.out.println("|---|---:|---:|");
    double heddle = 0;
    for (Supplier<ScrapeSubject> subject : subjects) {
      scraped(subject.get()); // what a library loads and caches is there before
      long before = Heap.used();
      ScrapeSubject held = scraped(subject.get());
      double bytes = (double) (Heap.used() - before) / SETS;
      Reference.reachabilityFence(held);
      heddle = heddle == 0 ? bytes : heddle;
      System.out.printf(Locale.ROOT, "| %s | %.0f | %.2f |%n", held.name(), bytes, heddle / bytes);
    }
  }

  private static ScrapeSubject scraped(ScrapeSubject subject) throws IOException {
    subject.write(Format.TEXT, OutputStream.nullOutputStream());
    return subject;
  }
}
