package io.heddle.benchmarks.http;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Prints what the servers do, side by side, for docs/adr/0007-own-http-server.md. */
final class HttpTable {
  private static final int SLOW_HEADS = 200;
  private static final int NON_READERS = 50;

  private final Map<String, Map<ServerKind, String>> rows = new LinkedHashMap<>();
  private final boolean quick;

  private HttpTable(boolean quick) {
    this.quick = quick;
  }

  /**
   * Measures on the JDK that it runs on, and prints a table in Markdown.
   *
   * @param args {@code --quick} for fewer requests
   */
  public static void main(String... args) throws Exception {
    HttpTable table = new HttpTable(Arrays.asList(args).contains("--quick"));
    table.warmUp();
    for (ServerKind kind : ServerKind.values()) {
      table.start(kind);
      table.measure(kind);
    }
    table.print();
  }

  /** Compiles the code of the client, so that the first server does not pay for it. */
  private void warmUp() throws IOException {
    for (ServerKind kind : ServerKind.values()) {
      try (SubjectProcess subject = new SubjectProcess(kind)) {
        speed(kind, new ScrapeClient(subject.start()));
      }
    }
    rows.clear();
  }

  private void put(String row, ServerKind kind, String value) {
    rows.computeIfAbsent(row, absent -> new LinkedHashMap<>()).put(kind, value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Measures the start and the first answer of fresh JVMs; takes the median of the times. */
  private void start(ServerKind kind) throws IOException {
    int runs = quick ? 3 : 11;
    double[] startMillis = new double[runs];
    double[] firstMillis = new double[runs];
    for (int run = 0; run < runs; run++) {
      try (SubjectProcess subject = new SubjectProcess(kind)) {
        int before = subject.classes();
        long begin = System.nanoTime();
        ScrapeClient client = new ScrapeClient(subject.start());
        startMillis[run] = (System.nanoTime() - begin) / 1e6;
        int started = subject.classes();
        begin = System.nanoTime();
        client.get("/health", true);
        firstMillis[run] = (System.nanoTime() - begin) / 1e6;
        put("classes loaded by the start", kind, Integer.toString(started - before));
        int answered = subject.classes();
        put("classes loaded by the first answer", kind, Integer.toString(answered - started));
      }
    }
    Arrays.sort(startMillis);
    Arrays.sort(firstMillis);
    put("start, ms", kind, format("%.0f", startMillis[runs / 2]));
    put("first answer, ms", kind, format("%.0f", firstMillis[runs / 2]));
    put("answers in a JVM with java.base only", kind, answersWithFewModules(kind) ? "yes" : "no");
    put(
        "initializes a configured java.util.logging",
        kind,
        initializesLogging(kind) ? "yes" : "no");
  }

  private static boolean initializesLogging(ServerKind kind) throws IOException {
    try (SubjectProcess subject =
        new SubjectProcess(kind, "-Djava.util.logging.config.file=/dev/null")) {
      new ScrapeClient(subject.start()).get("/health", false);
      return subject.hasLoaded("java.util.logging.LogManager");
    }
  }

  private static boolean answersWithFewModules(ServerKind kind) {
    try (SubjectProcess subject =
        new SubjectProcess(kind, "--limit-modules", "java.base,jdk.unsupported")) {
      return new ScrapeClient(subject.start()).get("/health", false) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void measure(ServerKind kind) throws Exception {
    try (SubjectProcess subject = new SubjectProcess(kind)) {
      int port = subject.start();
      ScrapeClient client = new ScrapeClient(port);
      speed(kind, client);
      SubjectProcess.State rest = subject.state();
      put("threads at rest", kind, Integer.toString(rest.threads()));
      put(
          "a head of one line of 10 MB",
          kind,
          client.largeHead("X-Large: " + "a".repeat(9_999_991)));
      put("a head of 10,000 lines", kind, client.largeHead("X-Large: " + "a".repeat(989) + "\r\n"));
      try (HostileClients slow = HostileClients.slowHeads(port, SLOW_HEADS)) {
        attack(SLOW_HEADS + " slow heads", kind, subject, rest, slow, client);
      }
      TimeUnit.SECONDS.sleep(2);
      try (HostileClients slow = HostileClients.nonReaders(port, NON_READERS)) {
        attack(NON_READERS + " that do not read", kind, subject, rest, slow, client);
      }
    }
  }

  private void speed(ServerKind kind, ScrapeClient client) throws IOException {
    int requests = quick ? 200 : 2000;
    int bytes = client.get("/metrics", true);
    put("bytes of the text", kind, Integer.toString(bytes));
    for (String path : List.of("/metrics", "/health")) {
      for (boolean keepAlive : new boolean[] {true, false}) {
        client.medianMillis(path, keepAlive, requests);
        String row = path + (keepAlive ? ", kept alive, ms" : ", new connection, ms");
        put(row, kind, format("%.2f", client.medianMillis(path, keepAlive, requests)));
      }
    }
  }

  /** Scrapes every second beside hostile clients, for 30 s. */
  private void attack(
      String row,
      ServerKind kind,
      SubjectProcess subject,
      SubjectProcess.State rest,
      HostileClients hostile,
      ScrapeClient client)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    int asked = 0;
    int answered = 0;
    double slowest = 0;
    for (int second = 0; System.nanoTime() < end; second++) {
      hostile.tick();
      long begin = System.nanoTime();
      asked++;
      try {
        client.get("/metrics", false);
        answered++;
      } catch (IOException e) {
        // counted by what is missing
      }
      slowest = Math.max(slowest, (System.nanoTime() - begin) / 1e9);
      if (second == 1) {
        SubjectProcess.State now = subject.state();
        put(row + ": threads", kind, Integer.toString(now.threads()));
        double heap = (now.heapKilobytes() - rest.heapKilobytes()) / 1e3;
        put(row + ": heap, MB more", kind, format("%.1f", heap));
      }
      TimeUnit.SECONDS.sleep(1);
    }
    hostile.tick();
    put(row + ": scrapes answered", kind, answered + " of " + asked);
    put(row + ": slowest scrape, s", kind, format("%.1f", slowest));
    put(row + ": closed by the server", kind, hostile.closings());
  }

  private void print() {
    System.out.println("JDK " + Runtime.version().feature() + "\n");
    StringBuilder head = new StringBuilder("| |");
    StringBuilder rule = new StringBuilder("|---|");
    for (ServerKind kind : ServerKind.values()) {
      head.append(' ').append(kind.title()).append(" |");
      rule.append("---|");
    }
    System.out.println(head + "\n" + rule);
    rows.forEach(
        (row, values) -> {
          StringBuilder line = new StringBuilder("| ").append(row).append(" |");
          for (ServerKind kind : ServerKind.values()) {
            line.append(' ').append(values.getOrDefault(kind, "")).append(" |");
          }
          System.out.println(line);
        });
  }
}
