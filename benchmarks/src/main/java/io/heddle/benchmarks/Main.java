package io.heddle.benchmarks;

import java.io.IOException;

/**
 * The main class of benchmarks.jar. Without arguments it lists what can be run; arguments are those
 * of JMH.
 */
public final class Main {
  private static final String USAGE =
      """
      The tables of docs/overhead.md: bin/bench hot|api|peers|budget|start|...|all
      One benchmark of JMH, with its own settings: java -jar benchmarks.jar REGEXP, -h for all options
      """;

  private Main() {}

  public static void main(String[] args) throws IOException {
    if (args.length > 0) {
      org.openjdk.jmh.Main.main(args);
      return;
    }
    System.out.println(USAGE);
    org.openjdk.jmh.Main.main(new String[] {"-l"});
  }
}
