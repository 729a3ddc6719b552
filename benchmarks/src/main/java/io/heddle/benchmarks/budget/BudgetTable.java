package io.heddle.benchmarks.budget;

import io.heddle.benchmarks.Median;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@link BudgetSubject} without the agent and with each budget, in turn and round by round;
 * prints the processor time that the agent adds and whether it counted every call.
 */
public final class BudgetTable {
  private static final String NO_AGENT = "no agent";
  // a budget is an agent argument: without an agent there is none
  private static final List<String> VARIANTS = List.of(NO_AGENT, "off", "5%", "1%");
  private static final int RATE = 20_000_000;
  private static final String RULES =
      """
      exporter: { port: 0 }
      packs: []
      log: error
      rules:
        - { id: forty, type: com.example.budget.FortyMethods, method: "m*" }
      """;

  private final String agent;
  private final Path scratch;
  private final int seconds;
  private final int rounds;
  private final Map<String, List<Run>> runs = new LinkedHashMap<>();
  private final Map<String, String> refused = new TreeMap<>();

  private BudgetTable(String agent, Path scratch, boolean quick) {
    this.agent = agent;
    this.scratch = scratch;
    this.seconds = quick ? 5 : 10;
    this.rounds = quick ? 2 : 5;
  }

  /**
   * Measures and prints.
   *
   * @param arguments the agent jar; {@code --quick}
   */
  public static void main(String[] arguments) throws Exception {
    boolean quick = Arrays.asList(arguments).contains("--quick");
    Path scratch = Files.createTempDirectory("heddle-budget");
    try {
      Files.writeString(scratch.resolve("rules.yaml"), RULES);
      BudgetTable table = new BudgetTable(arguments[0], scratch, quick);
      table.measure();
      table.print();
    } finally {
      for (String file : List.of("rules.yaml", "out", "err")) {
        Files.deleteIfExists(scratch.resolve(file));
      }
      Files.delete(scratch);
    }
  }

  private void measure() throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      for (String variant : VARIANTS) {
        if (!refused.containsKey(variant)) {
          runs.computeIfAbsent(variant, none -> new ArrayList<>()).add(run(variant));
          System.err.print(".");
        }
      }
    }
    System.err.println();
  }

  private Run run(String variant) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:CompileCommand=quiet"));
    command.add("-XX:CompileCommand=dontinline,com.example.budget.FortyMethods::m*");
    if (!variant.equals(NO_AGENT)) {
      Path rules = scratch.resolve("rules.yaml");
      command.add("-javaagent:" + agent + "=config=" + rules + ",governor.budget=" + variant);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.add(BudgetSubject.class.getName());
    command.addAll(List.of(Integer.toString(RATE), "6", Integer.toString(seconds)));
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(180, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    Run run = Run.of(Files.readAllLines(out, StandardCharsets.UTF_8));
    if (!variant.equals(NO_AGENT) && !run.attached()) {
      List<String> errors = Files.readAllLines(err, StandardCharsets.UTF_8);
      refused.put(variant, "refused: " + (errors.isEmpty() ? "?" : errors.get(0)));
    }
    return run;
  }

  private void print() {
    System.out.printf(
        "JDK %s, 40 methods, %,d calls a second by 2 threads, %d s, median of %d JVMs%n%n",
        Runtime.version(), RATE, seconds, rounds);
    System.out.println(
        "| `governor.budget` | CPU s for 1e9 calls | percent of a core more | ns more a call |"
            + " million calls a second | counts | the governor says |");
    System.out.println("|---|---:|---:|---:|---:|---|---|");
    double base = median(NO_AGENT, 0);
    for (String variant : VARIANTS) {
      String why = refused.get(variant);
      System.out.println(
          "| " + variant + " | " + (why == null ? row(variant, base) : why + " | | | | |") + " |");
    }
  }

  private String row(String variant, double base) {
    double nanos = median(variant, 0);
    List<Run> all = runs.getOrDefault(variant, List.of());
    boolean exact = all.stream().allMatch(Run::exact);
    Run last = all.get(all.size() - 1);
    return String.format(
        "%.2f | %.1f | %.2f | %.1f | %s | %s",
        nanos,
        // a second has that many calls
        (nanos - base) * RATE / 1e9 * 100,
        nanos - base,
        median(variant, 1),
        !last.attached() ? "" : exact ? "exact" : "**" + last.counts() + "**",
        last.governor(variant));
  }

  /** The median of ns a call (0) or million calls a second (1). */
  private double median(String variant, int which) {
    return Median.of(
        runs.getOrDefault(variant, List.of()).stream()
            .map(run -> which == 0 ? run.cpuNanos() : run.millions())
            .toList());
  }
}
