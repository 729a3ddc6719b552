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
 * content and after a scrape, in one JVM; and what one of Heddle's answers holds while a client
 * takes it.
 */
public final class MemoryTable {
  private static final int SETS = 20_000;
  private static final int LARGE = 100_000;

  private MemoryTable() {}

  /** Measures and prints; takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    labelSets();
    answers();
  }

  private static void labelSets() throws IOException {
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
      double bytes;
      try {
        bytes = (double) (Heap.used() - before) / SETS;
      } finally {
        Reference.reachabilityFence(held);
      }
      heddle = heddle == 0 ? bytes : heddle;
      System.out.printf(Locale.ROOT, "| %s | %.0f | %.2f |%n", held.name(), bytes, heddle / bytes);
    }
  }

  private static void answers() throws IOException {
    System.out.printf("%n| %,d label sets, KB that an answer holds |", LARGE);
    System.out.println(" families of 1,000 | families of 2,000 | one family |");
    System.out.println("|---|---:|---:|---:|");
    for (Format format : Format.values()) {
      System.out.printf("| %s |", ScrapeTable.title(format));
      for (int perFamily : new int[] {1_000, 2_000, LARGE}) {
        ScrapeSubject subject = new HeddleSeries(new ScrapeShape(LARGE, perFamily));
        System.out.printf(" %,d |", StreamedHeap.of(subject, format) / 1000);
      }
      System.out.println();
    }
  }

  private static ScrapeSubject scraped(ScrapeSubject subject) throws IOException {
    subject.write(Format.TEXT, OutputStream.nullOutputStream());
    return subject;
  }
}
