package io.heddle.benchmarks.later;

import io.heddle.benchmarks.ForkFigures;
import io.heddle.benchmarks.Median;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the methods of a benchmark in turn, fork by fork, and prints medians over forks. */
final class CallTable {
  private static final int FORKS = 3;

  private final Class<?> benchmark;
  private final List<Variant> variants;
  private final String rules;
  private final int mostThreads;
  private final List<String> jvmArguments;
  private final Map<String, List<Double>> nanos = new TreeMap<>();
  private final Map<String, List<Double>> bytes = new TreeMap<>();

  /**
   * A method of the benchmark.
   *
   * @param method its name
   * @param label what the row says
   * @param base the method that it is compared with; null: none
   * @param woven true if the agent is in its JVM
   */
  record Variant(String method, String label, @Nullable String base, boolean woven) {}

  /**
   * Creates a table.
   *
   * @param rules configuration of the agent
   * @param mostThreads how many threads of JMH call at most
   */
  CallTable(
      Class<?> benchmark,
      List<Variant> variants,
      String rules,
      int mostThreads,
      List<String> jvmArguments) {
    this.benchmark = benchmark;
    this.variants = variants;
    this.rules = rules;
    this.mostThreads = mostThreads;
    this.jvmArguments = jvmArguments;
  }

  void run(String[] arguments) throws Exception {
    boolean quick = Arrays.asList(arguments).contains("--quick");
    boolean best = Arrays.asList(arguments).contains("--best");
    Path config = Files.createTempFile("heddle-bench", ".yaml");
    try {
      Files.writeString(config, rules);
      for (int fork = 0; fork < (quick ? 1 : FORKS); fork++) {
        for (int threads = 1; threads <= mostThreads; threads++) {
          for (Variant variant : variants) {
            fork(variant, threads, quick, best, arguments[0] + "=config=" + config);
          }
        }
      }
    } finally {
      Files.delete(config);
    }
    print();
  }

  private void fork(Variant variant, int threads, boolean quick, boolean best, String agent)
      throws RunnerException {
    List<String> jvm = new ArrayList<>(jvmArguments);
    jvm.add("-Xms1g");
    jvm.add("-Xmx1g");
    if (variant.woven()) {
      jvm.add("-javaagent:" + agent);
    }
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\Q" + benchmark.getName() + "." + variant.method() + "\\E$")
            .forks(1)
            .threads(threads)
            .warmupIterations(quick ? 3 : 5)
            .warmupTime(TimeValue.milliseconds(500))
            .measurementIterations(quick ? 11 : 21)
            .measurementTime(TimeValue.milliseconds(200))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .jvmArgsAppend(jvm.toArray(new String[0]))
            .addProfiler(GCProfiler.class);
    for (RunResult result : new Runner(options.build()).run()) {
      for (BenchmarkResult fork : result.getBenchmarkResults()) {
        ForkFigures figures = ForkFigures.of(fork, best);
        String key = variant.method() + " " + threads;
        nanos.computeIfAbsent(key, missing -> new ArrayList<>()).add(figures.time());
        bytes.computeIfAbsent(key, missing -> new ArrayList<>()).add(figures.bytes());
      }
    }
    System.err.print(".");
  }

  private void print() {
    System.err.println();
    System.out.println("JDK " + Runtime.version() + ", ns a call (ratio), bytes allocated a call");
    System.out.println();
    System.out.println(
        mostThreads == 1 ? "| | ns | bytes |" : "| | 1 thread | 2 threads | bytes |");
    System.out.println(mostThreads == 1 ? "|---|---:|---:|" : "|---|---:|---:|---:|");
    for (Variant variant : variants) {
      StringBuilder row = new StringBuilder("| ").append(variant.label());
      for (int threads = 1; threads <= mostThreads; threads++) {
        double own = median(nanos, variant.method() + " " + threads);
        row.append(String.format(" | %.1f", own));
        if (variant.base() != null) {
          row.append(String.format(", %.2f", own / median(nanos, variant.base() + " " + threads)));
        }
      }
      System.out.println(
          row.append(String.format(" | %.1f |", median(bytes, variant.method() + " 1"))));
    }
  }

  private static double median(Map<String, List<Double>> of, String key) {
    return Median.of(of.getOrDefault(key, List.of()));
  }
}
