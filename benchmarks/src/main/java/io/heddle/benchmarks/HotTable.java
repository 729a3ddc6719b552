package io.heddle.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
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
 * Runs {@link HotPath} fork by fork, all variants in turn, so that a machine that is disturbed
 * disturbs all of them; prints medians over forks and their ratio to the floor.
 */
public final class HotTable {
  private static final String[][] VARIANTS = {
    {"nothing", "not measured"},
    {"floor", "two `System.nanoTime()` and nothing else: the floor"},
    {"woven", "**Heddle**, woven by the agent"},
    {"governed", "**Heddle**, constant labels, one call of 64 timed: `governor.budget: 10%`"},
    {"listed", "Heddle, in a family whose runs are listed in `/api/inflight`"},
    {"labelledCall", "Heddle, a label from an argument, one of eight values"},
    {"labelled", "Heddle, the same, listed in `/api/inflight`"},
    {"judged", "Heddle, `outcome: { failure: $return == -1 }`, a long"},
    {"answered", "Heddle, `outcome: { failure: $return.ok == false }`"},
    {"answeredCall", "Heddle, the same with a label from an argument"},
    {"answeredRun", "Heddle, the same, listed in `/api/inflight`"},
    {"read", "Heddle, a label `$2.name`, one of eight values"},
    {"readTwice", "Heddle, labels `$2.name` and `$this.name`"},
    {"clientJavaClassic", "by hand: client_java 1.5 histogram, classic only"},
    {"clientJavaDefault", "by hand: client_java 1.5 histogram, classic and native"},
    {"micrometerTimer", "by hand: Micrometer 1.16 timer, no buckets"},
    {"micrometerHistogram", "by hand: Micrometer 1.16 timer with histogram"},
  };
  private static final String RULE =
      """
      exporter: { port: 0 }
      packs: []
      governor: { budget: off }
      log: error
      rules:
        - { id: work, type: com.example.Work, method: woven }
        - { id: governed, type: com.example.Work, method: governed }
        - { id: listed, type: com.example.Work, method: listed, family: phase, labels: { phase: a } }
        - { id: labelled, type: com.example.Work, method: labelled, family: tool, labels: { tool: $2 } }
        - { id: call, type: com.example.Work, method: labelledCall, family: w, labels: { w: $2 } }
        - { id: judged, type: com.example.Work, method: judged, outcome: { failure: $return == -1 } }
        - { id: answered, type: com.example.Work, method: answered, outcome: { failure: $return.ok == false } }
        - { id: answeredCall, type: com.example.Work, method: answeredCall, labels: { method: $2 }, outcome: { failure: $return.ok == false } }
        - { id: answeredRun, type: com.example.Work, method: answeredRun, family: tool, labels: { tool: $2 }, outcome: { failure: $return.ok == false } }
        - { id: read, type: com.example.Work, method: read, labels: { method: $2.name } }
        - { id: readTwice, type: com.example.Work, method: readTwice, labels: { method: $2.name, class: $this.name } }
      families: { w: { help: Work, labels: [ w ] } }
      """;

  private static final List<String> WOVEN =
      List.of(
          "woven",
          "governed",
          "listed",
          "labelled",
          "labelledCall",
          "judged",
          "answered",
          "answeredCall",
          "answeredRun",
          "read",
          "readTwice");

  // with which a method of 4 ns in a loop is timed at one call of 64 on the machine of
  // docs/overhead.md
  private static final String GOVERNED = ",governor.budget=10%";

  private final boolean quick;
  private final boolean best;
  private final String agent;
  private final String only;
  private final Map<String, List<Double>> nanos = new TreeMap<>();
  private final Map<String, List<Double>> bytes = new TreeMap<>();

  private HotTable(boolean quick, boolean best, String agent, String only) {
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
    boolean quick = all.contains("--quick");
    boolean best = all.contains("--best");
    String last = arguments[arguments.length - 1];
    String only = arguments.length > 1 && !last.startsWith("--") ? last : "";
    Path rules = Files.createTempFile("heddle-bench", ".yaml");
    try {
      Files.writeString(rules, RULE);
      HotTable table = new HotTable(quick, best, arguments[0] + "=config=" + rules, only);
      table.measure();
      table.print();
    } finally {
      Files.delete(rules);
    }
  }

  private void measure() throws RunnerException {
    int forks = quick ? 2 : 5;
    for (int fork = 0; fork < forks; fork++) {
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
    boolean governed = variant.equals("governed");
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\Q" + HotPath.class.getName() + "." + variant + "\\E$")
            .forks(1)
            .threads(threads)
            // the governor has chosen after a second or two
            .warmupIterations(governed ? 6 : quick ? 2 : 3)
            .warmupTime(TimeValue.milliseconds(quick ? 500 : 1000))
            .measurementIterations(quick ? 11 : 21)
            .measurementTime(TimeValue.milliseconds(quick ? 100 : 200))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .jvmArgsPrepend("-Xms256m", "-Xmx256m")
            .addProfiler(GCProfiler.class);
    if (WOVEN.contains(variant)) {
      options = options.jvmArgsAppend("-javaagent:" + agent + (governed ? GOVERNED : ""));
    }
    for (RunResult result : new Runner(options.build()).run()) {
      for (BenchmarkResult fork : result.getBenchmarkResults()) {
        keep(variant + " " + threads, fork);
      }
    }
    System.err.print(".");
  }

  private void keep(String key, BenchmarkResult fork) {
    ForkFigures figures = ForkFigures.of(fork, best);
    nanos.computeIfAbsent(key, missing -> new ArrayList<>()).add(figures.time());
    bytes.computeIfAbsent(key, missing -> new ArrayList<>()).add(figures.bytes());
  }

  private void print() {
    System.err.println();
    System.out.println(
        "JDK "
            + Runtime.version()
            + ", ns a call, median of "
            + (quick ? 2 : 5)
            + " forks (ratio to the floor; bytes allocated a call)");
    System.out.println();
    System.out.println("| | 1 thread | ratio | 2 threads | ratio | bytes |");
    System.out.println("|---|---:|---:|---:|---:|---:|");
    for (String[] variant : VARIANTS) {
      if (nanos.containsKey(variant[0] + " 1")) {
        System.out.println(row(variant[0], variant[1]));
      }
    }
  }

  private String row(String variant, String name) {
    StringBuilder row = new StringBuilder("| ").append(name);
    for (int threads = 1; threads <= 2; threads++) {
      double own = median(nanos, variant + " " + threads);
      double ratio = own / median(nanos, "floor " + threads);
      row.append(String.format(" | %.1f | %.2f", own, ratio));
    }
    double most = Math.max(median(bytes, variant + " 1"), median(bytes, variant + " 2"));
    return row.append(String.format(" | %.1f |", most)).toString();
  }

  private static double median(Map<String, List<Double>> of, String key) {
    return Median.of(of.getOrDefault(key, List.of()));
  }
}
