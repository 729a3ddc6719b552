package io.heddle.benchmarks.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A JVM with one server, which carries out the commands of its standard input. */
final class HttpSubject {
  private HttpSubject() {}

  /**
   * Runs until its input ends.
   *
   * @param args the name of a {@link ServerKind}
   */
  public static void main(String... args) throws IOException {
    RegistryData data = new RegistryData();
    System.out.println("ready");
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(line.equals("start") ? start(args[0], data) : state());
    }
    System.exit(0);
  }

  private static String start(String kind, RegistryData data) throws IOException {
    return Integer.toString(ServerKind.valueOf(kind).start(data));
  }

  /** Collects garbage; returns the number of threads and the kilobytes of heap. */
  private static String state() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long heap = (runtime.totalMemory() - runtime.freeMemory()) / 1024;
    return Thread.getAllStackTraces().size() + " " + heap;
  }
}
