package io.heddle.benchmarks.unit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JVM of its own with an application, with the agent or without. */
final class Launched implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("heddle: (http://[^ ]*)/metrics.*");
  private static final Pattern OWN_THREAD = Pattern.compile("heddle-[0-9]+");

  private final Process process;
  private final BufferedReader lines;
  private String address = "";

  /**
   * @param agent the jar; empty: none
   * @param command its main class and arguments
   */
  Launched(String agent, String... command) throws IOException, URISyntaxException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (!agent.isEmpty()) {
      line.add("-javaagent:" + agent + "=exporter.port=0");
    }
    // the jar of this class alone: an agent that is measured brings its own classes
    URI jar = Launched.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    line.addAll(List.of("-cp", Path.of(jar).toString()));
    line.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    process = builder.start();
    lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Waits for the line that begins like this, and keeps the address that the agent tells. */
  String line(String begin) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher match = ADDRESS.matcher(line);
      if (match.matches()) {
        address = match.group(1);
      }
      if (line.startsWith(begin)) {
        return line;
      }
    }
    throw new IOException("the application ended without saying " + begin);
  }

  /** What the agent answers. */
  String get(String path) throws IOException {
    try (InputStream in = URI.create(address + path).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Nanoseconds of a processor that Heddle's threads have used, all of them. */
  long ownNanos() throws IOException {
    Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    try (Stream<Path> all = Files.list(tasks)) {
      return all.mapToLong(Launched::ownNanos).sum();
    }
  }

  /** Of one thread: the first number of {@code schedstat}, which stat rounds to 10 ms. */
  private static long ownNanos(Path task) {
    try {
      if (!OWN_THREAD.matcher(Files.readString(task.resolve("comm")).strip()).matches()) {
        return 0;
      }
      String nanos = Files.readString(task.resolve("schedstat"));
      return Long.parseLong(nanos.substring(0, nanos.indexOf(' ')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its input ends, and so does it. */
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
  }
}
