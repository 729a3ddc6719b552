package io.heddle.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A forked JVM, with the agent unless the builder says otherwise. Closing it kills it. */
public final class JavaProcess implements AutoCloseable {
  public static final Path JAR =
      Path.of("..", "agent", "target", "heddle-agent.jar").toAbsolutePath().normalize();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Process process;
  private final Path out;
  private final Path err;
  private final Duration timeout;

  private JavaProcess(Process process, Path out, Path err, Duration timeout) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.timeout = timeout;
  }

  public static Builder with(Jdk jdk) {
    return new Builder(jdk);
  }

  public long pid() {
    return process.pid();
  }

  public OutputStream stdin() {
    return process.getOutputStream();
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  public String stdout() throws IOException {
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  public String stderr() throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8);
  }

  /** Waits for the end of the JVM, and returns its exit status and output. */
  public ProcessResult awaitResult() throws IOException, InterruptedException {
    return new ProcessResult(exit(), stdout(), stderr());
  }

  /** Writes a line to the application's standard input. */
  public void writeLine(String line) throws IOException {
    stdin().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    stdin().flush();
  }

  /** Waits for the end and returns the exit status. */
  public int exit() throws InterruptedException {
    assertThat(process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS))
        .as("the JVM ends within %s", timeout)
        .isTrue();
    return process.exitValue();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until the application has printed a line that contains {@code text}. */
  public JavaProcess awaitOutput(String text) {
    await("output " + text, () -> read(out).contains(text));
    return this;
  }

  /** The address that the line at start names. */
  public String address() {
    await("the line at start", () -> read(err).contains("heddle: "));
    for (String line : read(err).split("\n", -1)) {
      int at = line.indexOf("http://");
      if (line.startsWith("heddle: http") && at > 0) {
        return line.substring(at, line.indexOf("/metrics"));
      }
    }
    throw new AssertionError("no address in " + read(err));
  }

  public Scrape scrape() throws IOException {
    return new Scrape(get("/metrics"));
  }

  public String get(String path) throws IOException {
    return get(address(), path, "text/plain");
  }

  public static String get(String address, String path, String accept) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(address + path).toURL().openConnection();
    connection.setRequestProperty("Accept", accept);
    connection.setConnectTimeout(10_000);
    connection.setReadTimeout(30_000);
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() && !condition.getAsBoolean()) {
        throw new AssertionError(
            "the JVM ended before " + what + "\nout: " + read(out) + "\nerr: " + read(err));
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "no " + what + " within " + timeout + "\nout: " + read(out) + "\nerr: " + read(err));
      }
      try {
        // returns at once when the JVM ends
        process.waitFor(10, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Options of a JVM that is to be started. */
  public static final class Builder {
    private final Jdk jdk;
    private final List<String> jvm = new ArrayList<>();
    private final List<String> application = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private @Nullable String agent = "exporter.port=0";
    private final List<String> under = new ArrayList<>();
    private Path jar = JAR;
    private String classPath = Path.of("target", "test-classes").toAbsolutePath().toString();
    private @Nullable Path config;
    private @Nullable Path directory;
    private Duration timeout = TIMEOUT;

    private Builder(Jdk jdk) {
      this.jdk = jdk;
    }

    /** Starts the JVM without an agent: the baseline. */
    public Builder bare() {
      agent = null;
      return this;
    }

    /** Replaces the agent's argument, {@code exporter.port=0}. */
    public Builder agent(String argument) {
      agent = argument;
      return this;
    }

    /** Takes another agent jar than the one that was built. */
    public Builder jar(Path other) {
      jar = other;
      return this;
    }

    /** Has another program start the JVM, such as unshare. */
    public Builder under(String... program) {
      under.addAll(List.of(program));
      return this;
    }

    /** Writes a configuration and names it to the agent. */
    public Builder config(String yaml) throws IOException {
      config = Files.createTempFile("heddle-it", ".yaml");
      config.toFile().deleteOnExit();
      Files.writeString(config, yaml);
      return this;
    }

    public Builder jvm(String... options) {
      jvm.addAll(List.of(options));
      return this;
    }

    /** Sets the working directory; by default it is that of the tests. */
    public Builder directory(Path other) {
      directory = other;
      return this;
    }

    /** The longest time to wait for an output or for the end; one minute by default. */
    public Builder timeout(Duration other) {
      timeout = other;
      return this;
    }

    /** A variable of the environment. */
    public Builder variable(String name, String value) {
      environment.put(name, value);
      return this;
    }

    public Builder classPath(String path) {
      classPath = path;
      return this;
    }

    /** The main class, or other launcher arguments, and the application's arguments. */
    public Builder run(String... arguments) {
      application.addAll(List.of(arguments));
      return this;
    }

    public List<String> command() {
      List<String> command = new ArrayList<>(under);
      command.add(jdk.java().toString());
      if (agent != null) {
        String argument = config == null ? agent : agent + ",config=" + config;
        command.add("-javaagent:" + jar + (argument.isEmpty() ? "" : "=" + argument));
      }
      command.addAll(jvm);
      command.add("-cp");
      command.add(classPath);
      command.addAll(application);
      return command;
    }

    public JavaProcess start() throws IOException {
      Path out = Files.createTempFile("heddle-it", ".out");
      Path err = Files.createTempFile("heddle-it", ".err");
      ProcessBuilder builder = new ProcessBuilder(command());
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().putAll(environment);
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      if (directory != null) {
        builder.directory(directory.toFile());
      }
      return new JavaProcess(builder.start(), out, err, timeout);
    }

    /** Starts the JVM, waits for its end and returns its exit status and output. */
    public ProcessResult runToEnd() throws IOException, InterruptedException {
      try (JavaProcess process = start()) {
        return process.awaitResult();
      }
    }
  }
}
