package io.heddle.benchmarks.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The JVM of a {@link HttpSubject}, with a log of the classes that it loads. */
final class SubjectProcess implements AutoCloseable {
  private final Path log;
  private final Process process;
  private final BufferedReader answers;

  /** Starts the JVM and waits until it is ready to start its server. */
  SubjectProcess(ServerKind kind, String... options) throws IOException {
    log = Files.createTempFile("classes", ".log");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-Xlog:class+load:file=" + log);
    line.add("-Xmx256m");
    line.addAll(kind.properties());
    line.addAll(List.of(options));
    line.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    line.addAll(List.of(HttpSubject.class.getName(), kind.name()));
    process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    answer();
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the JVM of the server has ended");
    }
    return line;
  }

  private String command(String word) throws IOException {
    OutputStream commands = process.getOutputStream();
    commands.write((word + "\n").getBytes(StandardCharsets.UTF_8));
    commands.flush();
    return answer();
  }

  /** Starts the server and returns its port. */
  int start() throws IOException {
    return Integer.parseInt(command("start"));
  }

  /** Collects garbage and returns what the JVM holds. */
  State state() throws IOException {
    String[] parts = command("state").split(" ", -1);
    return new State(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
  }

  /** Returns the number of classes that were loaded so far. */
  int classes() throws IOException {
    return Files.readAllLines(log).size();
  }

  /** Returns true if a class with this name was loaded. */
  boolean hasLoaded(String name) throws IOException {
    return Files.readAllLines(log).stream().anyMatch(line -> line.contains(" " + name + " "));
  }

  @Override
  public void close() throws IOException {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(log);
  }

  /**
   * The threads and the memory of the JVM.
   *
   * @param heapKilobytes used after a collection
   */
  record State(int threads, long heapKilobytes) {}
}
