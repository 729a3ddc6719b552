package io.heddle.benchmarks.unit;

import io.heddle.benchmarks.ForkFigures;
import io.heddle.benchmarks.Heap;
import io.heddle.benchmarks.Median;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link SamplePath} fork by fork, all variants in turn, weighs what each of them keeps, and
 * prints medians.
 */
public final class SampleTable {
  private static final int[] UNITS = {10, 100, 1000};

  /** What JMH itself allocates is less than this by the sample; a piece of a log is six. */
  private static final double NOTHING = 1;

  private final boolean quick;
  private final boolean best;
  private final int forks;
  private final Map<String, List<Double>> nanos = new TreeMap<>();
  private final Map<String, List<Double>> bytes = new TreeMap<>();

  private record Variant(String method, String name, IntFunction<SampleKeeper> keeper) {}

  private static final List<Variant> VARIANTS =
      List.of(
          new Variant("heddle", "**Heddle**", HeddleKeeper::new),
          new Variant(
              "dequesByAge",
              "`ArrayDeque`s of records, a `PriorityQueue` finds the oldest",
              DequeKeeper.ByAge::new),
          new Variant(
              "dequesByName",
              "`ArrayDeque`s of records, sorted keys lose one each in turn",
              DequeKeeper.ByName::new));

  private SampleTable(boolean quick, boolean best) {
    this.quick = quick;
    this.best = best;
    this.forks = quick ? 1 : 3;
  }

  /**
   * Measures and prints.
   *
   * @param arguments {@code --quick}; {@code --best}: a fork's figure is its best iteration, for a
   *     machine that others use
   */
  public static void main(String[] arguments) throws Exception {
    List<String> all = Arrays.asList(arguments);
    SampleTable table = new SampleTable(all.contains("--quick"), all.contains("--best"));
    table.measure();
    table.print();
    table.verify();
  }

  private void measure() throws RunnerException {
    for (int fork = 0; fork < forks; fork++) {
      for (int units : UNITS) {
        fork("nothing", units);
        for (Variant variant : VARIANTS) {
          fork(variant.method, units);
        }
      }
    }
    System.err.println();
  }

  private void fork(String method, int units) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include("\\Q" + SamplePath.class.getName() + "." + method + "\\E$")
            .param("units", Integer.toString(units))
            .forks(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.milliseconds(quick ? 200 : 300))
            .measurementIterations(quick ? 5 : 11)
            .measurementTime(TimeValue.milliseconds(quick ? 50 : 80))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .jvmArgsPrepend("-Xms256m", "-Xmx256m")
            .addProfiler(GCProfiler.class)
            .build();
    for (RunResult result : new Runner(options).run()) {
      for (BenchmarkResult fork : result.getBenchmarkResults()) {
        ForkFigures figures = ForkFigures.of(fork, best);
        String key = key(method, units);
        nanos.computeIfAbsent(key, missing -> new ArrayList<>()).add(figures.time());
        bytes.computeIfAbsent(key, missing -> new ArrayList<>()).add(figures.bytes());
      }
    }
    System.err.print(".");
  }

  private static String key(String method, int units) {
    return method + " " + units;
  }

  private static double median(Map<String, List<Double>> of, String key) {
    return Median.of(of.getOrDefault(key, List.of()));
  }

  private void print() {
    System.out.printf(
        "JDK %s, 10 MiB full of recorded samples, each new one drives out another: 10, 100 and"
            + " 1,000 units; median of %d forks. To make a sample up, %.0f to %.0f ns, is in all"
            + " of them.%n%n",
        Runtime.version(),
        forks,
        median(nanos, key("nothing", UNITS[0])),
        median(nanos, key("nothing", UNITS[UNITS.length - 1])));
    System.out.println(
        "| | ns a sample, 10 | 100 | 1,000 | bytes held a sample, 10 | 100 | 1,000 | bytes"
            + " allocated a sample, 10 | 100 | 1,000 |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (Variant variant : VARIANTS) {
      StringBuilder row = new StringBuilder("| ").append(variant.name);
      for (int units : UNITS) {
        row.append(String.format(" | %.0f", median(nanos, key(variant.method, units))));
      }
      for (int units : UNITS) {
        row.append(String.format(" | %.1f", held(variant, units)));
      }
      for (int units : UNITS) {
        row.append(String.format(" | %.0f", median(bytes, key(variant.method, units))));
      }
      System.out.println(row.append(" |"));
    }
    System.out.println();
  }

  /** On the heap, not what anybody believes. */
  private static double held(Variant variant, int units) {
    Feed feed = new Feed(units);
    long before = Heap.used();
    SampleKeeper keeper = variant.keeper.apply(units);
    keeper.settle(feed);
    double held = (double) (Heap.used() - before) / keeper.kept();
    // both are in use until here
    feed.next();
    keeper.keep(feed);
    return held;
  }

  /** What the store promises. */
  private void verify() {
    for (int units : UNITS) {
      double allocated = median(bytes, key("heddle", units));
      if (!(allocated < NOTHING)) {
        throw new IllegalStateException(
            "a sample of " + units + " units allocates " + allocated + " bytes");
      }
    }
  }
}
