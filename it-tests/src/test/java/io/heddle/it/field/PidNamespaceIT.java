package io.heddle.it.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Kernel;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A JVM in a pid namespace of its own. Where /proc is still that of another namespace, the folder
 * of an id is that of some other process: the right figures all the same, or none.
 */
@Tag("alone")
class PidNamespaceIT {
  private static final List<String> OUTER = List.of("unshare", "--pid", "--fork");
  private static final List<String> OWN = List.of("unshare", "--pid", "--fork", "--mount-proc");
  private static final double MEBIBYTE = 1 << 20;

  @TempDir Path directory;

  @BeforeAll
  static void needNamespaces() throws Exception {
    List<String> command = new ArrayList<>(OWN);
    command.add("true");
    assumeTrue(isThere(command), "namespaces cannot be made here: that needs root");
  }

  private static boolean isThere(List<String> command) throws InterruptedException {
    try {
      return ProcessResult.of(command, Map.of()).status() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> both(List<String> outer, List<String> inner) {
    List<String> both = new ArrayList<>(outer);
    both.addAll(inner);
    return both;
  }

  static Stream<Arguments> namespaces() throws IOException {
    return Jdk.all().stream()
        .flatMap(
            jdk ->
                Stream.of(
                    Arguments.of(jdk, OWN, true),
                    Arguments.of(jdk, OUTER, false),
                    Arguments.of(jdk, both(OUTER, OUTER), false),
                    Arguments.of(jdk, both(OWN, OUTER), false),
                    Arguments.of(jdk, both(OUTER, OWN), true)));
  }

  @ParameterizedTest
  @MethodSource("namespaces")
  void shouldTellOfItsOwnProcessesOnly(Jdk jdk, List<String> under, boolean ownProc)
      throws Exception {
    // 2 is a thread of the kernel outside, and nobody or a stranger inside
    Path pidFile = Files.writeString(directory.resolve("pid"), "2\n");
    String config =
        "units: { interval: 1s, watch: [ { name: watched, pidFile: " + pidFile + " } ] }\n";
    JavaProcess.Builder builder =
        JavaProcess.with(jdk).config(config).under(under.toArray(new String[0]));
    try (ControlledApplication application =
        ControlledApplication.start(builder, "com.acme.field.ParentApp")) {
      assertThat(application.execute("pid")).isEqualTo("1");
      application.execute("start sleep 600");
      application.execute("burn");
      ProcessHandle jvm = descendant(application.process().handle(), "java");
      ProcessHandle busy = descendant(jvm, "sh");
      Scrape scrape =
          Await.until(
              application.process()::scrape,
              seen -> seen.value("heddle_unit_cpu_seconds_total{unit=\"sh\"}") > 0.5);
      double cpu = scrape.value("heddle_unit_cpu_seconds_total{unit=\"sh\"}");
      // of a processor, sampled every second
      assertThat(cpu).isCloseTo(Kernel.cpuSeconds(busy.pid()), within(2.5));
      double resident = scrape.value("heddle_unit_resident_memory_bytes{unit=\"java\"}");
      assertThat(resident).isCloseTo(Kernel.residentBytes(jvm.pid()), within(60 * MEBIBYTE));
      assertThat(scrape.value("heddle_unit_resident_memory_bytes{unit=\"sleep\"}"))
          .isBetween(0.1 * MEBIBYTE, 8 * MEBIBYTE);
      assertThat(names(scrape)).containsExactlyInAnyOrder("java", "sh", "sleep");
      assertThat(application.process().get("/api/units"))
          .contains("\"name\":\"watched\",\"pid\":null");
      assertThat(application.execute("end")).isEqualTo("ended 2");
      Await.until(
          application.process()::scrape,
          seen -> seen.value("heddle_children_cpu_seconds_total") >= cpu);
      ProcessResult result = application.end();
      assertThat(result.agentLines()).as(result.err()).hasSize(ownProc ? 1 : 2);
      assertThat(result.err().contains("another pid namespace")).isEqualTo(!ownProc);
    }
  }

  private static List<String> names(Scrape scrape) {
    return scrape.values().keySet().stream()
        .filter(series -> series.startsWith("heddle_unit_resident_memory_bytes{"))
        .map(series -> series.replaceAll(".*unit=\"([^\"]*)\".*", "$1"))
        .toList();
  }

  /** As this test's system sees it. */
  private static ProcessHandle descendant(ProcessHandle of, String program) {
    return Await.until(
            () ->
                of.descendants()
                    .filter(one -> one.info().command().orElse("").matches(".*/(ba|da)?" + program))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }
}
