package io.heddle.benchmarks.peers;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM with a peer attached, from its start to its end.
 *
 * @param lines of its standard output
 * @param scratch a folder of its own
 */
record PeerProcess(List<String> lines, Path scratch) {
  private static final int TIMEOUT_SECONDS = 180;

  /**
   * Runs the JVM.
   *
   * @param texts what stands for the names in braces
   * @param counting with the peer's options for that
   * @param arguments of {@link PeerSubject}
   * @throws IOException if it did not end well: the message is the last error that it wrote
   */
  static PeerProcess run(
      Peer peer, Map<String, String> texts, Path scratch, boolean counting, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms512m", "-Xmx512m", "-XX:CompileCommand=quiet"));
    // a call is a call; the recursion is left to the compiler, as MooBench does
    command.add("-XX:CompileCommand=dontinline,com.example.peer.*::call");
    peer.options().forEach(option -> command.add(filled(option, texts, scratch)));
    if (counting) {
      peer.counting().forEach(option -> command.add(filled(option, texts, scratch)));
    }
    command.addAll(List.of("-cp", classPath()));
    command.add(PeerSubject.class.getName());
    command.add(peer.workload());
    command.addAll(arguments);
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(peer.environment());
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException("does not end");
    }
    List<String> lines = lines(out);
    if (process.exitValue() != 0) {
      throw new IOException(
          lines(err).stream()
              .filter(line -> line.contains("Exception") || line.contains("Error"))
              .reduce((first, last) -> last)
              .orElse("ends with " + process.exitValue()));
    }
    return new PeerProcess(lines, scratch);
  }

  /** The command line of a peer, to repeat it. */
  static String commandLine(Peer peer, Map<String, String> texts) {
    StringBuilder line = new StringBuilder();
    peer.environment().forEach((key, value) -> line.append(key + "='" + value + "' "));
    peer.options().forEach(option -> line.append(filled(option, texts, Path.of("."))).append(' '));
    if (!peer.counting().isEmpty()) {
      line.append(" and to count: ").append(String.join(" ", peer.counting()));
    }
    return line.toString();
  }

  /** The words of the line of figures with this name. */
  String[] figure(String name) throws IOException {
    String begin = PeerSubject.MARK + name + " ";
    for (String line : lines) {
      if (line.startsWith(begin)) {
        return line.substring(begin.length()).split(" ", -1);
      }
    }
    throw new IOException("the application ended without its figures");
  }

  /** The class path of this JVM; the application has another working directory. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
        .map(each -> Path.of(each).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String filled(String option, Map<String, String> texts, Path scratch) {
    String filled = option.replace("{scratch}", scratch.toString());
    for (Map.Entry<String, String> text : texts.entrySet()) {
      filled = filled.replace("{" + text.getKey() + "}", text.getValue());
    }
    return filled;
  }

  private static List<String> lines(Path file) throws IOException {
    // agents write what they like
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines().toList();
  }
}
