package io.heddle.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a JVM of its own: what starting loads. */
class StartCostTest {
  @Test
  void shouldLoadNoLibraryBeforeTheFirstConnection() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-Xlog:class+load",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Starter.class.getName()))
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(lines).contains("started");
    List<String> loaded = lines.subList(lines.indexOf("before"), lines.indexOf("started"));
    assertThat(loaded)
        .noneMatch(line -> line.contains("org.apache.hc"))
        .noneMatch(line -> line.contains("io.prometheus"))
        .noneMatch(line -> line.contains("com.fasterxml"));
    // the JDK's sockets use two lambdas of their own and load 120 (17) to 370 (25) classes, with
    // ServerSocketChannel more: 300 and 450
    assertThat(loaded)
        .filteredOn(line -> line.contains("] io.heddle.exporter.") && !line.contains("Test"))
        .hasSize(4)
        .noneMatch(line -> line.contains("$$"));
  }

  /** Starts a server and ends. */
  static final class Starter {
    public static void main(String[] args) throws IOException {
      FixedContent content = new FixedContent();
      System.out.println("before");
      MetricsServer server =
          MetricsServer.start(new ListenAddress("127.0.0.1", 0), content, 1 << 20, new Plain());
      System.out.println("started");
      server.close();
    }

    private static final class Plain implements java.util.concurrent.ThreadFactory {
      @Override
      public Thread newThread(Runnable task) {
        return new Thread(task);
      }
    }
  }
}
