package io.heddle.benchmarks.scrape;

import com.sun.management.ThreadMXBean;
import io.heddle.benchmarks.Median;
import io.heddle.exporter.exposition.Format;
import io.heddle.exporter.http.connection.FastGzip;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Measures scrapes of Heddle, client_java and Micrometer with the same content, in one JVM and in
 * turn: time and allocated bytes by label sets and format. {@link ScrapedWriter} follows.
 */
public final class ScrapeTable {
  private static final int LARGE = 100_000;
  private static final int[] SETS = {1_000, 10_000, LARGE};
  private static final long SECOND = 1_000_000_000L;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final boolean quick;
  private final boolean best;

  private ScrapeTable(boolean quick, boolean best) {
    this.quick = quick;
    this.best = best;
  }

  /**
   * Measures and prints.
   *
   * @param arguments {@code --quick}: up to 10,000 label sets; {@code --best}: the best scrape
   *     instead of the median, for a machine that others use; {@code --large}: 100,000 only
   */
  public static void main(String[] arguments) throws Exception {
    List<String> all = Arrays.asList(arguments);
    ScrapeTable table = new ScrapeTable(all.contains("--quick"), all.contains("--best"));
    SameContent.check();
    System.out.println("JDK " + Runtime.version() + ", without a network\n");
    table.times(all.contains("--large"));
    ScrapedWriter writer = new ScrapedWriter();
    writer.measure(table.quick ? 11 : 31);
    print(writer);
  }

  private void times(boolean largeOnly) throws IOException {
    System.out.println("| label sets, format | | ms | MB allocated | Heddle takes | allocates |");
    System.out.println("|---|---|---:|---:|---:|---:|");
    for (int sets : SETS) {
      if (sets == LARGE ? !quick : !largeOnly) {
        times(sets);
      }
    }
    System.out.println();
  }

  private void times(int sets) throws IOException {
    ScrapeShape shape = ScrapeShape.of(sets);
    List<ScrapeSubject> subjects =
        List.of(
            new HeddleSeries(shape),
            new ClientJavaSeries(shape, false),
            new ClientJavaSeries(shape, true),
            new MicrometerSeries(shape));
    for (Format format : Format.values()) {
      compare(sets, subjects, format, false);
      if (format == Format.TEXT) {
        compare(sets, subjects, format, true);
      }
    }
  }

  /** Prints one format: the subjects in turn, and Heddle beside the best of the others. */
  private void compare(int sets, List<ScrapeSubject> subjects, Format format, boolean gzip)
      throws IOException {
    List<Cost> costs = new ArrayList<>();
    for (ScrapeSubject subject : subjects) {
      if (subject.writes(format)) {
        costs.add(new Cost(subject));
      }
    }
    rounds(costs, format, gzip, false, sets);
    rounds(costs, format, gzip, true, sets);
    Cost own = costs.get(0);
    double time = Double.MAX_VALUE;
    double bytes = Double.MAX_VALUE;
    for (Cost other : costs.subList(1, costs.size())) {
      time = Math.min(time, other.millis());
      bytes = Math.min(bytes, other.megabytes());
    }
    String title = String.format("%,d, %s%s", sets, title(format), gzip ? ", gzip" : "");
    for (Cost cost : costs) {
      String ratios =
          cost == own
              ? String.format("%.2f | %.2f", own.millis() / time, own.megabytes() / bytes)
              : " | ";
      System.out.printf(
          "| %s | %s | %.2f | %.2f | %s |%n",
          title, cost.subject.name(), cost.millis(), cost.megabytes(), ratios);
    }
  }

  /** Scrapes all in turn: a few times at least, and as often as there is time for. */
  private void rounds(List<Cost> costs, Format format, boolean gzip, boolean measured, int sets)
      throws IOException {
    int least = sets == LARGE ? 1 : 3;
    long end = System.nanoTime() + (quick ? SECOND : measured ? 4 * SECOND : 2 * SECOND);
    for (int round = 0;
        round < (measured ? least + 1 : least) || System.nanoTime() < end;
        round++) {
      for (Cost cost : costs) {
        cost.measure(format, gzip, measured);
      }
    }
  }

  static String title(Format format) {
    return switch (format) {
      case TEXT -> "text";
      case OPEN_METRICS -> "OpenMetrics";
      case PROTOBUF -> "protobuf";
    };
  }

  /** The scrapes of one subject in one format. */
  private final class Cost {
    final ScrapeSubject subject;
    private final List<Double> millis = new ArrayList<>();
    private final List<Double> megabytes = new ArrayList<>();

    Cost(ScrapeSubject subject) {
      this.subject = subject;
    }

    void measure(Format format, boolean gzip, boolean measured) throws IOException {
      long thread = Thread.currentThread().getId();
      long allocated = threads.getThreadAllocatedBytes(thread);
      long begin = System.nanoTime();
      if (gzip) {
        zip(format);
      } else {
        subject.write(format, OutputStream.nullOutputStream());
      }
      long end = System.nanoTime();
      if (measured) {
        millis.add((end - begin) / 1e6);
        megabytes.add((threads.getThreadAllocatedBytes(thread) - allocated) / 1e6);
      }
    }

    /** Zips as the server of each library does: Heddle's with level 1, the others by default. */
    private void zip(Format format) throws IOException {
      OutputStream to = OutputStream.nullOutputStream();
      try (OutputStream zip =
          subject instanceof HeddleSeries ? new FastGzip(to) : new GZIPOutputStream(to)) {
        subject.write(format, zip);
      }
    }

    double millis() {
      return best ? Collections.min(millis) : Median.of(millis);
    }

    double megabytes() {
      return Median.of(megabytes);
    }
  }

  private static void print(ScrapedWriter writer) {
    System.out.println(
        "| one thread that only counts runs | ns a run | slower | in its CPU time |");
    System.out.println("|---|---:|---:|---:|");
    System.out.printf("| not scraped | %.1f | | |%n", writer.aloneNanos());
    System.out.printf(
        "| the same registry scraped every second | %.1f | %+.1f %% | %+.1f %% |%n",
        writer.scrapedNanos(), writer.slowdownPercent(), writer.ownSlowdownPercent());
  }
}
