package io.heddle.it.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Scrape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scrapes of many series on a small heap take nothing that the application needs. */
@Tag("alone")
class ScrapeMemoryIT {
  private static final int CLIENTS = 4;
  private static final int ROUNDS = Boolean.getBoolean("heddle.long") ? 40 : 4;
  private static final String PROTOBUF =
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
  private static final Pattern ALLOCATED = Pattern.compile("allocated (\\d+) failed (\\d+) of");

  private static String config() {
    StringBuilder families = new StringBuilder();
    StringBuilder rules = new StringBuilder();
    for (String name : List.of("one", "two", "three", "four", "five", "six")) {
      families.append("  ").append(name).append(": { labels: [ v ] }\n");
      rules.append(
          "  - { id: ID, type: com.acme.exporter.SmallHeapApp, method: ID, family: ID, labels: { v: $1 } }\n"
              .replace("ID", name));
    }
    return "packs: []\nfamilies:\n" + families + "rules:\n" + rules;
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldLeaveTheApplicationItsHeap(Jdk jdk) throws Exception {
    try (JavaProcess app =
        JavaProcess.with(jdk)
            .config(config())
            .jvm("-Xmx64m")
            .run("com.acme.exporter.SmallHeapApp")
            .start()) {
      String address = app.awaitOutput("ready: heap").address();
      app.writeLine("allocate");
      int whole = 0;
      int rounds = 0;
      // all of these allocations beside scrapes
      while (rounds < ROUNDS || !app.stdout().contains("more than 100")) {
        whole += scrapes(address + "/metrics", "text/plain");
        rounds++;
      }
      assertThat(whole).isGreaterThanOrEqualTo(CLIENTS * rounds / 2);
      assertThat(scrapes(address + "/metrics", PROTOBUF)).isPositive();
      assertThat(scrapes(address + "/api/metrics/json", "*/*")).isPositive();
      Scrape last = app.scrape();
      app.writeLine("stop");
      assertThat(app.exit()).isZero();
      Matcher allocated = ALLOCATED.matcher(app.stdout());
      assertThat(allocated.find()).as(app.stdout()).isTrue();
      assertThat(Integer.parseInt(allocated.group(1))).isGreaterThan(100);
      assertThat(allocated.group(2)).as("allocations that failed").isEqualTo("0");
      assertThat(app.stderr()).matches(ExpositionIT.ONE_LINE);
      for (int family = 0; family < 6; family++) {
        String name = List.of("one", "two", "three", "four", "five", "six").get(family);
        assertThat(last.sum("heddle_" + name + "_completed_total")).isEqualTo(6000);
      }
      assertThat(last.value("heddle_self_advice_errors_total")).isZero();
      assertThat(last.value("heddle_self_http_requests_total{code=\"500\"}")).isZero();
      assertThat(last.sum("heddle_self_http_cut_total")).isZero();
    }
  }

  /** How many of those who asked at the same time got it whole; the others were told to wait. */
  private static int scrapes(String url, String accept) throws Exception {
    List<CompletableFuture<Boolean>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return scrape(url, accept);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }));
    }
    int whole = 0;
    for (CompletableFuture<Boolean> client : clients) {
      whole += client.get(120, TimeUnit.SECONDS) ? 1 : 0;
    }
    return whole;
  }

  /** True if it was answered; an answer that is cut is an exception. */
  private static boolean scrape(String url, String accept) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestProperty("Accept", accept);
    connection.setReadTimeout(60_000);
    if (connection.getResponseCode() == 503) {
      assertThat(connection.getHeaderField("Retry-After")).isEqualTo("1");
      return false;
    }
    try (InputStream in = connection.getInputStream()) {
      if (accept.equals("text/plain")) {
        assertThat(started(in)).isEqualTo(6 * 2000);
      } else {
        assertThat(in.transferTo(java.io.OutputStream.nullOutputStream())).isGreaterThan(1 << 20);
      }
    }
    return true;
  }

  private static int started(InputStream in) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    int started = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      started += line.contains("_started_total{") ? 1 : 0;
    }
    return started;
  }
}
