package io.heddle.it.harness.external;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Prometheus server on a free port, which scrapes once a second. */
public final class PrometheusServer implements AutoCloseable {
  private static final Pattern SCALAR = Pattern.compile("\"result\":\\[[0-9.e+]+,\"([^\"]+)\"\\]");

  private final Process process;
  private final String address;

  private PrometheusServer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** True if the programs are on the path. */
  public static boolean isInstalled(String... programs) {
    for (String program : programs) {
      boolean found = false;
      for (String directory : System.getenv("PATH").split(":", -1)) {
        found |= Files.isExecutable(Path.of(directory, program));
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param directory an empty one, for its data
   * @param jobs names and the ports of 127.0.0.1 that they scrape
   */
  public static PrometheusServer start(Path directory, Map<String, Integer> jobs, String... options)
      throws IOException {
    int port = freePort();
    StringBuilder yaml = new StringBuilder("global: { scrape_interval: 1s }\nscrape_configs:\n");
    jobs.forEach(
        (job, target) ->
            yaml.append("- job_name: ")
                .append(job)
                .append('\n')
                .append("  scrape_timeout: 1s\n  static_configs: [ { targets: [ '127.0.0.1:")
                .append(target)
                .append("' ] } ]\n"));
    Path config = Files.writeString(directory.resolve("prometheus.yml"), yaml);
    List<String> command = new ArrayList<>(List.of("prometheus", "--config.file=" + config));
    command.add("--storage.tsdb.path=" + directory.resolve("data"));
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(List.of(options));
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    PrometheusServer prometheus = new PrometheusServer(process, "http://127.0.0.1:" + port);
    try {
      Await.until(prometheus::isReady, ready -> ready);
    } catch (AssertionError e) {
      prometheus.close();
      throw new AssertionError("Prometheus does not start: " + Files.readString(log), e);
    }
    return prometheus;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean isReady() {
    assertThat(process.isAlive()).as("Prometheus is alive").isTrue();
    try {
      JavaProcess.get(address, "/-/ready", "text/plain");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The value of an expression of one series; NaN if there is none. */
  public double value(String promql) throws IOException {
    String query = URLEncoder.encode("scalar(" + promql + ")", StandardCharsets.UTF_8);
    String json = JavaProcess.get(address, "/api/v1/query?query=" + query, "application/json");
    Matcher matcher = SCALAR.matcher(json);
    assertThat(matcher.find()).as(json).isTrue();
    String value = matcher.group(1);
    return value.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value);
  }

  /** Waits until an expression has a value that is as it should be. */
  public double await(String promql, DoublePredicate condition) {
    try {
      return Await.until(() -> value(promql), condition::test);
    } catch (AssertionError e) {
      throw new AssertionError(promql, e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
