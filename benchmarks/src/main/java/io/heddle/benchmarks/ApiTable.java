package io.heddle.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link ApiPath} fork by fork, all variants in turn, so that a machine that is disturbed
 * disturbs all of them; prints medians over forks.
 */
public final class ApiTable {
  private static final String[][] VARIANTS = {
    {"atomicLong", "`AtomicLong.incrementAndGet`"},
    {"longAdder", "`LongAdder.increment`"},
    {"heddleCounter", "**Heddle**, `Counter.increment`, handle kept"},
    {"clientJavaCounter", "client_java 1.5, `Counter.inc`, data point kept"},
    {"micrometerCounter", "Micrometer 1.16, `Counter.increment`"},
    {"heddleGauge", "**Heddle**, `Gauge.set`, handle kept"},
    {"clientJavaGauge", "client_java 1.5, `Gauge.set`, data point kept"},
    {"heddleHistogram", "**Heddle**, `Histogram.observe`, 11 bounds, handle kept"},
    {"clientJavaHistogram", "client_java 1.5, `Histogram.observe`, classic, same bounds"},
    {"micrometerBuckets", "Micrometer 1.16, `DistributionSummary.record`, same bounds"},
    {"micrometerSummary", "Micrometer 1.16, the same without buckets"},
    {"heddleLabels", "**Heddle**, `labels(kind).increment()`, one of eight texts"},
    {"heddleEqualLabels", "Heddle, the same with texts that are equal and not the same"},
    {"clientJavaLabels", "client_java 1.5, `labelValues(kind).inc()`, one of eight texts"},
  };

  private final boolean quick;
  private final boolean best;
  private final String agent;
  private final String only;
  private final Map<String, List<Double>> nanos = new TreeMap<>();
  private final Map<String, List<Double>> bytes = new TreeMap<>();

  private ApiTable(boolean quick, boolean best, String agent, String only) {
    this.quick = quick;
    this.best = best;
    this.agent = agent;
    this.only = only;
  }

  /**
   * Measures and prints.
   *
   * @param arguments the agent jar; {@code --quick}; {@code --best}: a fork's figure is its best
   *     iteration, for a machine that others use; last, a list of variants instead of all
   */
  public static void main(String[] arguments) throws Exception {
    List<String> all = Arrays.asList(arguments);
    String last = arguments[arguments.length - 1];
    String only = arguments.length > 1 && !last.startsWith("--") ? last : "";
    String agent = arguments[0] + "=exporter.port=0,packs=heddle-api,log=error";
    ApiTable table = new ApiTable(all.contains("--quick"), all.contains("--best"), agent, only);
    table.measure();
    table.print();
  }

  private int forks() {
    return quick ? 2 : 5;
  }

  private void measure() throws RunnerException {
    for (int fork = 0; fork < forks(); fork++) {
      for (int threads = 1; threads <= 2; threads++) {
        for (String[] variant : VARIANTS) {
          if (only.isEmpty() || Arrays.asList(only.split(",", -1)).contains(variant[0])) {
            fork(variant[0], threads);
          }
        }
      }
    }
  }

  private void fork(String variant, int threads) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\Q" + ApiPath.class.getName() + "." + variant + "\\E$")
            .forks(1)
            .threads(threads)
            .warmupIterations(quick ? 2 : 3)
            .warmupTime(TimeValue.milliseconds(quick ? 400 : 1000))
            .measurementIterations(quick ? 9 : 21)
            .measurementTime(TimeValue.milliseconds(quick ? 100 : 200))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .jvmArgsPrepend("-Xms256m", "-Xmx256m")
            .addProfiler(GCProfiler.class);
    if (variant.startsWith("heddle")) {
      options = options.jvmArgsAppend("-javaagent:" + agent);
    }
    for (RunResult result : new Runner(options.build()).run()) {
      for (BenchmarkResult fork : result.getBenchmarkResults()) {
        ForkFigures figures = ForkFigures.of(fork, best);
        String key = variant + " " + threads;
        nanos.computeIfAbsent(key, missing -> new ArrayList<>()).add(figures.time());
        bytes.computeIfAbsent(key, missing -> new ArrayList<>()).add(figures.bytes());
      }
    }
    System.err.print(".");
  }

  private void print() {
    System.err.println();
    System.out.println(
        "JDK "
            + Runtime.version()
            + ", ns a call, median of "
            + forks()
            + " forks; bytes allocated a call");
    System.out.println();
    System.out.println("| | 1 thread | 2 threads | bytes |");
    System.out.println("|---|---:|---:|---:|");
    for (String[] variant : VARIANTS) {
      if (nanos.containsKey(variant[0] + " 1")) {
        double most = Math.max(median(bytes, variant[0] + " 1"), median(bytes, variant[0] + " 2"));
        System.out.printf(
            "| %s | %.1f | %.1f | %.1f |%n",
            variant[1], median(nanos, variant[0] + " 1"), median(nanos, variant[0] + " 2"), most);
      }
    }
  }

  private static double median(Map<String, List<Double>> of, String key) {
    return Median.of(of.getOrDefault(key, List.of()));
  }
}
