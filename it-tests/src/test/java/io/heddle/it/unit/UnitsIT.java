package io.heddle.it.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.ShellLinks;
import io.heddle.it.harness.UnitsClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Units and their samples in the answers: which there are, in what order, and what is refused. */
@Tag("alone")
class UnitsIT {
  private static final String[] FIELDS = {
    "timestamp",
    "cpu_percent",
    "rss_bytes",
    "io_read_bytes",
    "io_write_bytes",
    "net_rx_bytes",
    "net_tx_bytes"
  };

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldShowTheSamplesOfTheJvmAndOfChildren(Jdk jdk) throws Exception {
    try (ShellLinks programs = ShellLinks.withNames("idle");
        ControlledApplication application =
            ControlledApplication.start(JavaProcess.with(jdk), "com.acme.unit.ChildrenApp")) {
      UnitsClient units = new UnitsClient(application.process());
      String[] two =
          application
              .execute("several 2 " + programs.path("idle") + " " + UnitsClient.IDLE)
              .split(" ", -1);
      units.awaitRounds(3);
      Json jvm = units.of(application.process().pid());
      assertThat(jvm.get("kind").value()).isEqualTo("jvm");
      assertThat(jvm.get("name").value()).isEqualTo("java");
      assertThat(UnitsClient.isUp(jvm)).isTrue();
      assertThat(jvm.get("samples").number()).isGreaterThanOrEqualTo(3);
      assertThat(units.all().get(0))
          .as("the JVM is the first")
          .isEqualTo(units.of(pid(application)));

      Json first = units.of(Long.parseLong(two[0]));
      Json second = units.of(Long.parseLong(two[1]));
      assertThat(UnitsClient.id(first)).isNotEqualTo(UnitsClient.id(second)).startsWith(two[0]);
      for (Json unit : new Json[] {first, second}) {
        assertThat(unit.get("kind").value()).isEqualTo("child");
        assertThat(unit.get("name").value()).isEqualTo("idle");
        assertThat(unit.get("ended").value()).isNull();
        assertSamples(units, UnitsClient.id(unit));
      }
      assertSamples(units, UnitsClient.id(jvm));
      assertRanges(units, UnitsClient.id(jvm));
      assertRefusals(units, UnitsClient.id(jvm));

      assertThat(application.execute("end " + two[0])).isEqualTo("exit 1");
      Json ended = units.of(Long.parseLong(two[0]));
      assertThat(UnitsClient.isUp(ended)).isFalse();
      Instant began = Instant.parse(String.valueOf(ended.get("started").value()));
      assertThat(Instant.parse(String.valueOf(ended.get("ended").value())))
          .isBetween(began.plusMillis(2000), Instant.now().plusMillis(1000));
      assertThat(units.summary(UnitsClient.id(ended)).get("samples").number())
          .isEqualTo(ended.get("samples").number());
      assertThat(application.process().stderr())
          .matches("heddle: http://127\\.0\\.0\\.1:\\d+/metrics\n");
    }
  }

  private static long pid(ControlledApplication application) {
    return application.process().pid();
  }

  private static void assertSamples(UnitsClient units, String id) throws IOException {
    List<Json> samples = units.samples(id, "").list();
    assertThat(samples).hasSizeGreaterThanOrEqualTo(3);
    List<Instant> times = times(samples);
    for (int i = 0; i < samples.size(); i++) {
      Json sample = samples.get(i);
      assertThat(sample.keys()).containsExactly(FIELDS);
      if (i == 0) {
        assertThat(sample.get("cpu_percent").value()).as("before the first").isNull();
      } else {
        assertThat(sample.get("cpu_percent").number()).isBetween(0.0, 100.0 * 64);
        assertThat(times.get(i)).isAfter(times.get(i - 1));
      }
      assertThat(sample.get("rss_bytes").number()).isPositive();
      assertThat(sample.get("net_rx_bytes").value()).isNull();
      assertThat(sample.get("net_tx_bytes").value()).isNull();
    }
    Json summary = units.summary(id);
    assertThat(summary.get("samples").number()).isGreaterThanOrEqualTo(samples.size());
    assertThat(summary.get("max_rss_bytes").number())
        .isGreaterThanOrEqualTo(summary.get("average_rss_bytes").number());
    assertThat(summary.get("max_cpu_percent").number())
        .isGreaterThanOrEqualTo(summary.get("latest_cpu_percent").number());
    assertThat(Json.parse(units.process().get("/api/units/" + id)).get("id").value()).isEqualTo(id);
  }

  private static List<Instant> times(List<Json> samples) {
    List<Instant> times = new ArrayList<>();
    for (Json sample : samples) {
      times.add(Instant.parse(String.valueOf(sample.get("timestamp").value())));
    }
    return times;
  }

  private static void assertRanges(UnitsClient units, String id) throws IOException {
    List<Instant> all = times(units.samples(id, "").list());
    Instant second = all.get(1);
    assertThat(times(units.samples(id, "?since=" + second).list()))
        .startsWith(second)
        .doesNotContain(all.get(0));
    assertThat(times(units.samples(id, "?since=" + second + "&limit=1").list()))
        .hasSize(1)
        .allMatch(last -> !last.isBefore(all.get(all.size() - 1)));
    assertThat(times(units.samples(id, "?limit=2").list()))
        .hasSize(2)
        .allMatch(last -> !last.isBefore(all.get(all.size() - 2)));
    assertThat(units.samples(id, "?limit=0").list()).isEmpty();
    assertThat(units.samples(id, "?since=2099-01-01T00:00:00Z").list()).isEmpty();
    assertThat(times(units.samples(id, "?since=1970-01-01T00:00:00Z").list()))
        .startsWith(all.get(0));
    Duration spread = Duration.between(all.get(0), all.get(all.size() - 1));
    assertThat(spread).as("one a second").isGreaterThan(Duration.ofMillis(700L * (all.size() - 1)));
  }

  private static void assertRefusals(UnitsClient units, String id) throws IOException {
    for (String path : List.of("", "/samples", "/summary", "/samples?limit=0")) {
      assertThat(units.status("/api/units/no-such" + path)).as(path).isEqualTo(404);
      assertThat(units.status("/api/units/" + id + path)).as(path).isEqualTo(200);
    }
    for (String query :
        List.of("since=yesterday", "since=", "limit=-1", "limit=x", "limit=1&limit=2")) {
      assertThat(units.status("/api/units/" + id + "/samples?" + query)).as(query).isEqualTo(400);
    }
  }

  /** Between two rounds: after the first there is none for a minute. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldListAShortChildWithoutSamples(Jdk jdk) throws Exception {
    JavaProcess.Builder slow = JavaProcess.with(jdk).agent("exporter.port=0,units.interval=60s");
    try (ControlledApplication application =
        ControlledApplication.start(slow, "com.acme.unit.ChildrenApp")) {
      UnitsClient units = new UnitsClient(application.process());
      Await.until(
          application.process()::scrape,
          scrape -> scrape.value("heddle_self_units_ticks_total") == 1);
      application.execute("wait " + application.execute("plain true"));
      Json child = Await.until(() -> units.only("true"), unit -> !UnitsClient.isUp(unit));
      assertThat(child.get("samples").number()).isZero();
      assertThat(child.get("ended").value()).isNotNull();
      String id = UnitsClient.id(child);
      assertThat(units.samples(id, "").list()).isEmpty();
      assertThat(units.summary(id).value()).isNull();
      Scrape scrape = application.process().scrape();
      assertThat(scrape.has("heddle_unit_up{unit=\"true\"}")).isTrue();
      assertThat(UnitsClient.figure(scrape, "up", "true")).isZero();
      // nobody knows what it used
      assertThat(scrape.has("heddle_unit_cpu_seconds_total{unit=\"true\"}")).isFalse();
      assertThat(scrape.has("heddle_unit_resident_memory_bytes{unit=\"true\"}")).isFalse();
    }
  }

  @Test
  void shouldTakeAShorterIntervalAsASecondAndSaySo() throws Exception {
    Jdk jdk = Jdk.current();
    JavaProcess.Builder hasty = JavaProcess.with(jdk).agent("exporter.port=0,units.interval=100ms");
    try (ControlledApplication application =
        ControlledApplication.start(hasty, "com.acme.unit.ChildrenApp")) {
      UnitsClient units = new UnitsClient(application.process());
      units.awaitRounds(2);
      assertRanges(units, UnitsClient.id(units.of(pid(application))));
      assertThat(application.end().agentLines())
          .hasSize(2)
          .anyMatch(
              line -> line.contains("WARN") && line.contains("units.interval is 1 s to 60 s"));
    }
  }
}
