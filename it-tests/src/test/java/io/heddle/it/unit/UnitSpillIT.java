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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples that leave memory at once, as they are on disk and in the answers. */
class UnitSpillIT {
  private static final String RECORDS = "heddle_self_units_spill_records_total";
  private static final Set<String> KNOWN =
      Set.of("timestamp", "cpu_percent", "rss_bytes", "io_read_bytes", "io_write_bytes");

  @TempDir private Path scratch;

  private Path directory() {
    return scratch.resolve("spill");
  }

  private JavaProcess.Builder spilling(Jdk jdk, String... more) {
    String spill = "units.retention=1s,units.memory=128KiB,units.spill.directory=" + directory();
    return JavaProcess.with(jdk)
        .agent("exporter.port=0," + spill + (more.length > 0 ? "," : "") + String.join(",", more));
  }

  private static ControlledApplication start(JavaProcess.Builder builder) throws IOException {
    return ControlledApplication.start(builder, "com.acme.unit.ChildrenApp");
  }

  private static Scrape awaitRecords(ControlledApplication application, double records) {
    return Await.until(application.process()::scrape, scrape -> scrape.value(RECORDS) >= records);
  }

  /** The directory of a JVM. */
  private Path own(JavaProcess process) throws IOException {
    return Await.until(() -> below(directory(), process.pid() + "-"), all -> all.size() == 1)
        .get(0);
  }

  private static List<Path> below(Path directory, String prefix) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> path.getFileName().toString().startsWith(prefix)).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Whole lines of all segments, in the order of their sequence. */
  static List<Json> lines(Path own) throws IOException {
    Map<Integer, Path> segments = new TreeMap<>();
    for (Path segment : below(own, "metrics-")) {
      String name = segment.getFileName().toString();
      assertThat(name).matches("metrics-\\d+-\\d+\\.jsonl");
      String sequence = name.substring(name.lastIndexOf('-') + 1, name.lastIndexOf('.'));
      segments.put(Integer.parseInt(sequence), segment);
    }
    List<Json> lines = new ArrayList<>();
    for (Path segment : segments.values()) {
      String text = Files.readString(segment, StandardCharsets.UTF_8);
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
        if (!line.isEmpty()) {
          lines.add(Json.parse(line));
        }
      }
    }
    return lines;
  }

  /** By unit; every number follows the one before. */
  private static Map<String, List<Json>> gapless(Path own) throws IOException {
    Map<String, List<Json>> byUnit = new TreeMap<>();
    for (Json line : lines(own)) {
      assertThat(line.keys()).containsExactly("unit_hash", "seq", "sample");
      assertThat(KNOWN).containsAll(line.get("sample").keys());
      List<Json> all =
          byUnit.computeIfAbsent(
              String.valueOf(line.get("unit_hash").value()), k -> new ArrayList<>());
      if (all.isEmpty()) {
        assertThat(line.get("sample").keys()).as("of the first").doesNotContain("cpu_percent");
      } else {
        double before = all.get(all.size() - 1).get("seq").number();
        assertThat(line.get("seq").number()).as("seq in %s", line).isEqualTo(before + 1);
        assertThat(line.get("sample").keys()).containsExactlyInAnyOrderElementsOf(KNOWN);
      }
      all.add(line);
    }
    return byUnit;
  }

  /** All that was told before, and perhaps more. */
  private static void assertBegins(List<Json> later, List<Json> before) {
    assertThat(later).hasSizeGreaterThanOrEqualTo(before.size());
    assertThat(later.subList(0, before.size())).isEqualTo(before);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldBeReadAcrossMemoryQueueAndFiles(Jdk jdk) throws Exception {
    try (ShellLinks programs = ShellLinks.withNames("idle");
        // some lines a segment
        ControlledApplication application =
            start(spilling(jdk, "units.spill.max=64KiB", "units.spill.segment=2KiB"))) {
      application.execute("several 5 " + programs.path("idle") + " " + UnitsClient.IDLE);
      UnitsClient units = new UnitsClient(application.process());
      long pid = application.process().pid();
      String id = UnitsClient.id(units.of(pid));
      List<Json> answer = List.of();
      // as often as it can be asked, while samples go from memory to the queue and to the disk
      while (application.process().scrape().value(RECORDS) < 20) {
        List<Json> next = units.samples(id, "?since=1970-01-01T00:00:00Z").list();
        assertBegins(next, answer);
        answer = next;
      }
      assertThat(answer).hasSizeGreaterThanOrEqualTo(4);
      assertThat(units.of(pid).get("samples").number()).as("in memory").isLessThan(answer.size());
      String second = String.valueOf(answer.get(1).get("timestamp").value());
      assertBegins(units.samples(id, "?since=" + second).list(), answer.subList(1, answer.size()));
      assertThat(units.samples(id, "?since=0&limit=2").list()).hasSize(2);

      Path own = own(application.process());
      assertThat(own.getFileName().toString()).matches(pid + "-\\d{13}");
      Map<String, List<Json>> written = gapless(own);
      assertThat(written).hasSize(6).containsKey(id);
      List<Json> ofJvm = written.getOrDefault(id, List.of());
      for (int i = 0; i < ofJvm.size() && i < answer.size(); i++) {
        Json line = ofJvm.get(i).get("sample");
        assertThat(line.get("timestamp")).isEqualTo(answer.get(i).get("timestamp"));
        assertThat(line.get("rss_bytes")).isEqualTo(answer.get(i).get("rss_bytes"));
      }
      assertThat(permissions(own)).isEqualTo("rwx------");
      assertThat(permissions(directory())).isEqualTo("rwx------");
      List<Path> segments = below(own, "metrics-");
      assertThat(segments).hasSizeGreaterThan(1);
      for (Path segment : segments) {
        assertThat(permissions(segment)).isEqualTo("rw-------");
        assertThat(Files.size(segment)).isLessThanOrEqualTo(2048);
      }
      Scrape scrape = application.process().scrape();
      assertThat(scrape.sum("heddle_self_units_spill_dropped_total")).isZero();
      assertThat(scrape.sum("heddle_self_units_spill_errors_total")).isZero();
      assertThat(scrape.value("heddle_self_units_spill_segments")).isGreaterThan(1);
      assertThat(scrape.value("heddle_self_units_spill_bytes")).isPositive();
      assertThat(application.end().agentLines()).hasSize(1);
      gapless(own);
    }
  }

  @Test
  void shouldAgeOutWhatAKilledJvmLeft() throws Exception {
    Jdk jdk = Jdk.current();
    String[] small = {"units.spill.max=8KiB", "units.spill.segment=2KiB"};
    Path left;
    try (ShellLinks programs = ShellLinks.withNames("idle");
        ControlledApplication application = start(spilling(jdk, small))) {
      application.execute("several 20 " + programs.path("idle") + " " + UnitsClient.IDLE);
      awaitRecords(application, 21);
      left = own(application.process());
      application.process().handle().destroyForcibly();
      assertThat(application.process().exit()).isEqualTo(128 + 9);
    }
    assertThat(gapless(left)).isNotEmpty();
    try (ShellLinks programs = ShellLinks.withNames("idle");
        ControlledApplication application = start(spilling(jdk, small))) {
      application.execute("several 20 " + programs.path("idle") + " " + UnitsClient.IDLE);
      Path own = own(application.process());
      assertThat(own).isNotEqualTo(left);
      Await.until(
          () -> Files.exists(left),
          there -> {
            assertWithin(8 << 10);
            return !there;
          });
      Scrape scrape = application.process().scrape();
      assertThat(scrape.sum("heddle_self_units_spill_errors_total")).isZero();
      assertThat(scrape.value("heddle_self_units_spill_bytes")).isBetween(1.0, 8.0 * 1024);
      assertThat(application.process().stderr().lines()).hasSize(1);
    }
  }

  private void assertWithin(long max) {
    long sum = 0;
    try {
      for (Path own : below(directory(), "")) {
        for (Path segment : below(own, "metrics-")) {
          sum += Files.exists(segment) ? Files.size(segment) : 0;
        }
      }
    } catch (NoSuchFileException e) {
      return; // it was removed just now
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(sum).as("bytes of all segments").isLessThanOrEqualTo(max);
  }

  @Test
  void shouldShareADirectoryWithAnother() throws Exception {
    Jdk jdk = Jdk.current();
    String[] small = {"units.spill.max=1KiB", "units.spill.segment=512"};
    try (ControlledApplication one = start(spilling(jdk, small));
        ControlledApplication two = start(spilling(jdk, small))) {
      for (ControlledApplication application : List.of(one, two)) {
        application.execute("start /bin/sh " + UnitsClient.IDLE);
        application.execute("start /bin/sh " + UnitsClient.IDLE);
      }
      List<Path> owns = List.of(own(one.process()), own(two.process()));
      assertThat(owns).doesNotHaveDuplicates();
      // more than fits for one of them, so that each has removed some of its own
      Await.until(one.process()::scrape, scrape -> scrape.value(RECORDS) > 9);
      Await.until(two.process()::scrape, scrape -> scrape.value(RECORDS) > 9);
      for (ControlledApplication application : List.of(one, two)) {
        Scrape scrape = application.process().scrape();
        assertThat(scrape.sum("heddle_self_units_spill_errors_total")).isZero();
        assertThat(scrape.sum("heddle_self_units_spill_dropped_total")).isZero();
        assertThat(scrape.value("heddle_self_units_spill_bytes")).isBetween(1.0, 1024.0);
        assertThat(below(own(application.process()), "metrics-")).isNotEmpty();
        assertThat(application.end().agentLines()).hasSize(1);
      }
    }
  }

  @Test
  void shouldGoOnWithoutItsDirectoryAndResume() throws Exception {
    try (ControlledApplication application = start(spilling(Jdk.current()))) {
      UnitsClient units = new UnitsClient(application.process());
      awaitRecords(application, 1);
      Path own = own(application.process());
      for (Path file : below(own, "")) {
        Files.delete(file);
      }
      Files.delete(own);
      Files.delete(directory());
      String errors = "heddle_self_units_spill_errors_total";
      Scrape failed = Await.until(application.process()::scrape, scrape -> scrape.sum(errors) > 0);
      assertThat(units.all()).isNotEmpty();
      // what could not be written waited: nothing is lost but what was removed
      awaitRecords(application, failed.value(RECORDS) + 2);
      Map<String, List<Json>> written = new TreeMap<>();
      for (Json line : lines(own(application.process()))) {
        written
            .computeIfAbsent(String.valueOf(line.get("unit_hash").value()), k -> new ArrayList<>())
            .add(line);
      }
      assertThat(written).isNotEmpty();
      Scrape scrape = application.process().scrape();
      assertThat(scrape.sum("heddle_self_units_spill_dropped_total")).isZero();
      assertThat(scrape.value("heddle_self_units_errors_total")).isZero();
      // the line at start, and one warning
      assertThat(application.end().agentLines()).hasSize(2).anyMatch(line -> line.contains("WARN"));
    }
  }
}
