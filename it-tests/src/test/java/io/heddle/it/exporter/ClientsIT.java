package io.heddle.it.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that are slow, rude or many take nothing from the application or from the scraper. */
@Tag("alone")
class ClientsIT {
  private final Deque<Socket> sockets = new ArrayDeque<>();

  @AfterEach
  void closeSockets() throws IOException {
    while (!sockets.isEmpty()) {
      sockets.pop().close();
    }
  }

  private static JavaProcess start(Jdk jdk, int values) throws IOException {
    return JavaProcess.with(jdk)
        .config(ExpositionIT.CONFIG)
        // ten clients that stall hold ten answers of 900 KiB
        .jvm("-Xmx128m", "-Dheddle.exporter.memory=12MiB")
        .run("com.acme.exporter.SeriesApp", Integer.toString(values))
        .start()
        .awaitOutput("ready");
  }

  private Socket connect(JavaProcess app) throws IOException {
    Socket socket = RawHttpResponse.connect(app.address());
    sockets.push(socket);
    return socket;
  }

  private static Duration scrape(JavaProcess app, int bytes) throws IOException {
    long begin = System.nanoTime();
    RawHttpResponse answer = RawHttpResponse.request(app.address(), "GET", "/metrics");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().length).isGreaterThan(bytes);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldAnswerAScrapeBesideClientsThatStall(Jdk jdk) throws Exception {
    try (JavaProcess app = start(jdk, 3000)) {
      int large = 2_000_000; // more than the buffers of a connection hold
      for (int i = 0; i < 5; i++) {
        scrape(app, large); // compiled code: it is the clients that shall not hold the scrape up
      }
      for (int i = 0; i < 10; i++) {
        RawHttpResponse.send(connect(app), "GET /metrics HTTP/1.1\r\nHost: loc");
        RawHttpResponse.send(connect(app), "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
      }
      for (int i = 0; i < 3; i++) {
        assertThat(scrape(app, large)).isLessThan(Duration.ofSeconds(5));
      }
      assertThat(RawHttpResponse.request(app.address(), "GET", "/health").status()).isEqualTo(200);
      assertThat(app.stderr()).matches(ExpositionIT.ONE_LINE);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldBoundWhatAThousandConnectionsTake(Jdk jdk) throws Exception {
    try (JavaProcess app = start(jdk, 10)) {
      Path proc = Path.of("/proc", Long.toString(app.pid()));
      assumeTrue(Files.isDirectory(proc), "no /proc here");
      scrape(app, 1000);
      long files = files(proc);
      long threads = status(proc, "Threads:");
      long kilobytes = status(proc, "VmRSS:");
      long mostFiles = 0;
      long mostThreads = 0;
      for (int i = 0; i < 1000; i++) {
        Socket socket = connect(app);
        if (i % 3 == 0) {
          RawHttpResponse.send(socket, "GET /metrics HT");
        }
        if (i % 25 == 0) {
          mostFiles = Math.max(mostFiles, files(proc));
          mostThreads = Math.max(mostThreads, status(proc, "Threads:"));
        }
      }
      assertThat(mostFiles).as("file descriptors").isLessThan(files + 64 + 16);
      assertThat(mostThreads).as("threads").isLessThan(threads + 64 + 16);
      assertThat(status(proc, "VmRSS:")).as("KiB").isLessThan(kilobytes + 100_000);
      assertThat(scrape(app, 1000)).isLessThan(Duration.ofSeconds(5));
      closeSockets();
      scrape(app, 1000);
      Await.until(() -> files(proc), now -> now <= files + 2);
      assertThat(app.stderr()).matches(ExpositionIT.ONE_LINE);
    }
  }

  private static long files(Path proc) throws IOException {
    try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
      return files.count();
    }
  }

  private static long status(Path proc, String key) throws IOException {
    for (String line : Files.readAllLines(proc.resolve("status"))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new AssertionError("no " + key);
  }
}
