package io.heddle.benchmarks.unit;

import io.heddle.benchmarks.Median;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the packaged agent's rounds of samples cost a JVM with many children, and what a child costs
 * that starts under it. Linux only.
 */
public final class RoundTable {
  private static final int[] CHILDREN = {1, 100, 1000};
  private static final Pattern SLEEP =
      Pattern.compile("\"name\":\"sleep\",[^}]*\"up\":true,\"samples\":(\\d+)");
  private static final Pattern SKIPPED =
      Pattern.compile("(?m)^heddle_self_units_skipped_ticks_total (\\S+)$");

  private final String agent;
  private final int warmSeconds;
  private final int seconds;
  private final int forks;
  private final int spawns;

  private RoundTable(String agent, boolean quick) {
    this.agent = agent;
    this.warmSeconds = quick ? 2 : 5;
    this.seconds = quick ? 6 : 20;
    this.forks = quick ? 2 : 5;
    this.spawns = quick ? 300 : 600;
  }

  /**
   * Measures and prints.
   *
   * @param arguments the agent jar; {@code --quick}
   */
  public static void main(String[] arguments) throws Exception {
    boolean quick = Arrays.asList(arguments).contains("--quick");
    RoundTable table = new RoundTable(arguments[0], quick);
    table.rounds();
    table.spawns();
  }

  // ---- rounds ----------------------------------------------------------------------------------

  private void rounds() throws Exception {
    System.out.printf(
        "JDK %s, children that sleep, a round every second, %d s after the last of them began:"
            + " all threads of Heddle's over %d s%n%n",
        Runtime.version(), warmSeconds, seconds);
    System.out.println(
        "| children | percent of one processor | µs a process and round | rounds left out |");
    System.out.println("|---:|---:|---:|---:|");
    for (int children : CHILDREN) {
      round(children);
    }
    System.out.println();
  }

  private void round(int children) throws IOException, URISyntaxException, InterruptedException {
    try (Launched jvm = new Launched(agent, "com.example.Sleepers", Integer.toString(children))) {
      jvm.line("ready");
      TimeUnit.SECONDS.sleep(warmSeconds);
      long begin = System.nanoTime();
      long before = jvm.ownNanos();
      TimeUnit.SECONDS.sleep(seconds);
      double used = jvm.ownNanos() - before;
      double share = used / (System.nanoTime() - begin);
      verify(jvm.get("/api/units"), children);
      // the JVM is one of them
      double micros = used / 1000 / seconds / (children + 1);
      System.out.printf(
          "| %,d | %.2f | %.0f | %s |%n",
          children, 100 * share, micros, skipped(jvm.get("/metrics")));
    }
  }

  /** That all of them were sampled: a figure without that proves nothing. */
  private void verify(String units, int children) {
    int sampled = 0;
    Matcher match = SLEEP.matcher(units);
    while (match.find()) {
      if (Integer.parseInt(match.group(1)) >= seconds) {
        sampled++;
      }
    }
    if (sampled != children) {
      throw new IllegalStateException(
          "of " + children + " children " + sampled + " were sampled every second");
    }
  }

  private static String skipped(String metrics) {
    Matcher match = SKIPPED.matcher(metrics);
    return match.find() ? match.group(1).replaceFirst("\\.0$", "") : "?";
  }

  // ---- spawns ----------------------------------------------------------------------------------

  private void spawns() throws Exception {
    List<long[]> without = new ArrayList<>();
    List<long[]> with = new ArrayList<>();
    for (int fork = 0; fork < forks; fork++) {
      without.add(spawn(""));
      with.add(spawn(agent));
      System.err.print(".");
    }
    System.err.println();
    System.out.printf(
        "One child after the other, `true`, after %d of them; µs, median of %d, median of %d"
            + " forks in turn%n%n",
        spawns / 2, spawns, forks);
    System.out.println("| | `start()` | and `waitFor()` |");
    System.out.println("|---|---:|---:|");
    row("no agent", without);
    row("**Heddle**", with);
  }

  private long[] spawn(String agentOrNone) throws IOException, URISyntaxException {
    try (Launched jvm =
        new Launched(
            agentOrNone,
            "com.example.Spawns",
            Integer.toString(spawns / 2),
            Integer.toString(spawns))) {
      String[] words = jvm.line("median ").split(" ", -1);
      return new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])};
    }
  }

  private static void row(String name, List<long[]> figures) {
    System.out.printf(
        "| %s | %.0f | %.0f |%n",
        name,
        Median.of(figures.stream().map(both -> both[0] / 1000.0).toList()),
        Median.of(figures.stream().map(both -> both[1] / 1000.0).toList()));
  }
}
