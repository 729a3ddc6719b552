package io.heddle.benchmarks.peers;

import io.heddle.benchmarks.Median;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Runs every {@link Peer} in JVMs of its own, all of them in turn and round by round, so that a
 * machine that is disturbed disturbs all of them; prints medians over the rounds, their ratio to
 * the floor, and what each has counted of a known number of calls.
 */
public final class PeersTable {
  private static final int CALLS = 1000;
  private static final int BURST = 100_000;

  private final boolean quick;
  private final boolean best;
  private final boolean times;
  private final int rounds;
  private final Artifacts artifacts;
  private final Map<String, String> texts = new HashMap<>();
  private final List<Peer> peers;
  // by "peer kind"
  private final Map<String, List<Double>> nanos = new TreeMap<>();
  private final Map<String, List<Double>> bytes = new TreeMap<>();
  // by peer: of the calls, of those that fail, of the burst
  private final Map<String, long[]> counts = new TreeMap<>();
  // by peer: why there are no figures
  private final Map<String, String> missing = new LinkedHashMap<>();

  private PeersTable(List<Peer> peers, Artifacts artifacts, List<String> options) {
    this.peers = peers;
    this.artifacts = artifacts;
    this.quick = options.contains("--quick");
    this.best = options.contains("--best");
    this.times = options.contains("--times");
    this.rounds = options.contains("--once") ? 1 : quick ? 2 : 5;
  }

  /**
   * Measures and prints.
   *
   * @param arguments Heddle's jar; the folder of the configurations; the folder of the peers' jars;
   *     {@code --quick}; {@code --best}: the figure of a JVM is its best iteration, for a machine
   *     that others use; {@code --only=NAME,NAME}: these beside the floor; {@code --times}: without
   *     the columns of what is counted; {@code --counts}: with these alone; {@code --once}: one JVM
   *     a row
   */
  public static void main(String[] arguments) throws Exception {
    List<String> all = Arrays.asList(arguments);
    List<Peer> peers = new ArrayList<>(Peer.all());
    for (String argument : all) {
      if (argument.startsWith("--only=")) {
        List<String> only =
            new ArrayList<>(List.of(argument.substring("--only=".length()).split(",", -1)));
        only.addAll(List.of(Peer.NOTHING, Peer.FLOOR));
        peers.removeIf(peer -> !only.contains(peer.name()));
      }
    }
    Path config = Path.of(arguments[1]).toAbsolutePath();
    Artifacts artifacts =
        new Artifacts(config.resolve("artifacts"), Path.of(arguments[2]).toAbsolutePath());
    PeersTable table = new PeersTable(peers, artifacts, all);
    table.texts.put("heddle", Path.of(arguments[0]).toAbsolutePath().toString());
    table.texts.put("config", config.toString());
    try (TraceReceiver receiver = new TraceReceiver()) {
      table.texts.put("port", Integer.toString(receiver.port()));
      table.count(receiver);
      if (!all.contains("--counts")) {
        table.time();
      }
    }
    table.print();
  }

  // ---- what is counted -------------------------------------------------------------------------

  private void count(TraceReceiver receiver) throws IOException, InterruptedException {
    for (Peer peer : peers) {
      String why = whyNot(peer);
      if (!why.isEmpty()) {
        missing.put(peer.name(), why);
        continue;
      }
      System.err.println(peer.name() + ": " + PeerProcess.commandLine(peer, texts(peer)));
      if (times || peer.tally() == Peer.Tally.NONE) {
        continue;
      }
      long[] counted = {
        count(peer, receiver, "call", CALLS, 1, 1000),
        count(peer, receiver, "fail", CALLS, 1, 1000),
        count(peer, receiver, "call", BURST, 2, 0)
      };
      counts.put(peer.name(), counted);
      System.err.println("  counted " + Arrays.toString(counted));
      if (counted[0] == 0) {
        missing.putIfAbsent(peer.name(), "attached, but it counts nothing");
      }
    }
  }

  private String whyNot(Peer peer) {
    if (Runtime.version().feature() < peer.release()) {
      return "needs JDK " + peer.release();
    }
    String coordinates = artifacts.coordinates(peer.name());
    boolean there = coordinates.isEmpty() || Files.isRegularFile(artifacts.jar(peer.name()));
    return there ? "" : "not in Maven Central: " + coordinates;
  }

  private long count(
      Peer peer, TraceReceiver receiver, String method, int calls, int threads, int pauseMicros)
      throws IOException, InterruptedException {
    long stay = peer.tally() == Peer.Tally.PROCESS ? 0 : 2500;
    List<String> arguments =
        Stream.of(method, calls, threads, pauseMicros, stay).map(String::valueOf).toList();
    Path scratch = Files.createTempDirectory("heddle-peers");
    receiver.take();
    try {
      PeerProcess ended = PeerProcess.run(peer, texts(peer), scratch, true, arguments);
      if (peer.name().equals("heddle-governed")
          && !Boolean.parseBoolean(ended.figure("governor")[0])) {
        missing.put(peer.name(), "this jar has no governor");
      }
      return CallCount.of(peer, ended, receiver);
    } catch (IOException e) {
      missing.put(peer.name(), "does not run on this JDK: " + e.getMessage());
      return -1;
    } finally {
      delete(scratch);
    }
  }

  // ---- what it costs ---------------------------------------------------------------------------

  private void time() throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      for (Peer peer : peers) {
        if (!missing.containsKey(peer.name())) {
          time(peer);
        }
      }
    }
    System.err.println();
  }

  private void time(Peer peer) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("heddle-peers");
    try {
      List<String> arguments = List.of("time", quick ? "1000" : "2000", quick ? "7" : "15");
      PeerProcess ended = PeerProcess.run(peer, texts(peer), scratch, false, arguments);
      for (String kind : List.of("one", "two", "recursion")) {
        String[] figure = ended.figure(kind);
        String key = peer.name() + " " + kind;
        keep(nanos, key, figure[best ? 1 : 0]);
        keep(bytes, key, figure[2]);
      }
      System.err.print(".");
    } catch (IOException e) {
      missing.put(peer.name(), "does not run on this JDK: " + e.getMessage());
    } finally {
      delete(scratch);
    }
  }

  private static void keep(Map<String, List<Double>> figures, String key, String figure) {
    figures.computeIfAbsent(key, none -> new ArrayList<>()).add(Double.valueOf(figure));
  }

  private Map<String, String> texts(Peer peer) {
    Map<String, String> all = new HashMap<>(texts);
    boolean own = artifacts.coordinates(peer.name()).isEmpty();
    all.put("jar", own ? texts.getOrDefault("heddle", "") : artifacts.jar(peer.name()).toString());
    return all;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  // ---- the table -------------------------------------------------------------------------------

  private void print() throws IOException {
    System.out.printf(
        "JDK %s on %s, ns a call, median of %d JVMs; in brackets times the floor%n%n",
        Runtime.version(), processor(), rounds);
    System.out.println(
        "| | 1 thread | 2 threads | bytes a call | MooBench: ns more a call | a call that ends in"
            + " an exception from further down | calls as fast as 2 threads can |");
    System.out.println("|---|---:|---:|---:|---:|---|---|");
    for (Peer peer : peers) {
      System.out.println("| " + peer.title() + artifacts.version(peer.name()) + row(peer) + " |");
    }
  }

  private String row(Peer peer) {
    String why = missing.get(peer.name());
    if (why != null) {
      return " | " + why + " | | | | |";
    }
    double one = median(nanos, peer.name() + " one");
    double two = median(nanos, peer.name() + " two");
    // an outer call holds ten
    double more =
        (median(nanos, peer.name() + " recursion") - median(nanos, Peer.NOTHING + " recursion"))
            / 10;
    long[] counted = counts.get(peer.name());
    return String.format(
        " | %.1f (%.2f) | %.1f (%.2f) | %.0f | %.1f | %s | %s",
        one,
        one / median(nanos, Peer.FLOOR + " one"),
        two,
        two / median(nanos, Peer.FLOOR + " two"),
        median(bytes, peer.name() + " one"),
        more,
        counted == null ? "" : share("counted", counted[1], CALLS),
        counted == null ? "" : share("exact", counted[2], BURST));
  }

  private static String share(String word, long counted, int of) {
    String first = counted == of ? word : counted == 0 ? "**lost**" : "**not exact**";
    return String.format("%s: %,d of %,d", first, counted, of);
  }

  private static double median(Map<String, List<Double>> figures, String key) {
    return Median.of(figures.getOrDefault(key, List.of()));
  }

  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      for (String line : Files.readAllLines(info)) {
        if (line.startsWith("model name")) {
          int cores = Runtime.getRuntime().availableProcessors();
          return line.substring(line.indexOf(':') + 1).strip() + ", " + cores + " cores";
        }
      }
    }
    return System.getProperty("os.arch", "?");
  }
}
