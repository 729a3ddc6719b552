package io.heddle.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link ScrapePath} fork by fork, all variants in turn, and then {@link ScrapedWriter};
 * prints medians.
 */
public final class ScrapeTable {
  private static final String[][] VARIANTS = {
    {"heddle", "**Heddle**, classic and native buckets kept"},
    {"clientJavaClassic", "client_java 1.5, classic buckets only"},
    {"clientJavaDefault", "client_java 1.5, classic and native buckets kept"},
  };

  private final boolean quick;
  private final boolean best;
  private final int forks;
  private final Map<String, List<Double>> millis = new TreeMap<>();

  private ScrapeTable(boolean quick, boolean best) {
    this.quick = quick;
    this.best = best;
    this.forks = quick ? 3 : 7;
  }

  /**
   * Measures and prints.
   *
   * @param arguments {@code --quick}; {@code --best}: a fork's figure is its best iteration, for a
   *     machine that others use
   */
  public static void main(String[] arguments) throws Exception {
    List<String> all = Arrays.asList(arguments);
    ScrapeTable table = new ScrapeTable(all.contains("--quick"), all.contains("--best"));
    String text = sameText();
    table.measure();
    table.print(text);
    ScrapedWriter writer = new ScrapedWriter();
    writer.measure(table.quick ? 11 : 31);
    print(writer);
  }

  /** What both write, in an order of their own. If a line differed, a ratio would mean nothing. */
  private static String sameText() throws IOException {
    ByteArrayOutputStream heddle = new ByteArrayOutputStream();
    new HeddleSeries().write(heddle);
    String text = heddle.toString(StandardCharsets.UTF_8);
    for (boolean classicOnly : new boolean[] {true, false}) {
      ByteArrayOutputStream other = new ByteArrayOutputStream();
      new ClientJavaSeries(classicOnly).write(other);
      if (!sorted(text).equals(sorted(other.toString(StandardCharsets.UTF_8)))) {
        throw new IllegalStateException("Heddle and client_java do not write the same");
      }
    }
    return text;
  }

  private static List<String> sorted(String text) {
    return text.lines().sorted().toList();
  }

  private void measure() throws RunnerException {
    for (int fork = 0; fork < forks; fork++) {
      for (String[] variant : VARIANTS) {
        fork(variant[0]);
      }
    }
    System.err.println();
  }

  private void fork(String variant) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("\\Q" + ScrapePath.class.getName() + "." + variant + "\\E$")
            .forks(1)
            .warmupIterations(quick ? 3 : 5)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(quick ? 9 : 15)
            .measurementTime(TimeValue.milliseconds(200))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .jvmArgsPrepend("-Xms512m", "-Xmx512m")
            .build();
    for (RunResult result : new Runner(options).run()) {
      for (BenchmarkResult fork : result.getBenchmarkResults()) {
        millis
            .computeIfAbsent(variant, missing -> new ArrayList<>())
            .add(ForkFigures.of(fork, best).time());
      }
    }
    System.err.print(".");
  }

  private void print(String text) {
    long lines = text.lines().filter(line -> !line.startsWith("#")).count();
    System.out.printf(
        "JDK %s, text 0.0.4 with %d lines and %d bytes, the same lines; median of %d"
            + " forks%n%n",
        Runtime.version(), lines, text.length(), forks);
    System.out.println("| | ms a scrape | Heddle takes |");
    System.out.println("|---|---:|---:|");
    double own = median("heddle");
    for (String[] variant : VARIANTS) {
      double other = median(variant[0]);
      System.out.printf("| %s | %.2f | %.2f times |%n", variant[1], other, own / other);
    }
    System.out.println();
  }

  private double median(String variant) {
    return Median.of(millis.getOrDefault(variant, List.of()));
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
