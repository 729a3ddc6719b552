package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.field.Sources;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.Scrape;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An exit code that means success is a success, whatever was tried; however children are forked.
 */
class ProcessOdditiesIT {
  private static final String CONFIG =
      "exec: { successExits: { agreed: [ 0, 7 ], outside: [ 0, 1 ] } }\n";

  @TempDir Path directory;
  private Path classes = Path.of("");

  @BeforeEach
  void compile() throws Exception {
    classes = directory.resolve("classes");
    Sources.compile("processes", "", System.getProperty("java.class.path"), classes);
  }

  static List<Arguments> mechanisms() throws IOException {
    List<Arguments> all = new ArrayList<>();
    for (Jdk jdk : Jdk.all()) {
      for (String mechanism : List.of("POSIX_SPAWN", "VFORK", "FORK")) {
        all.add(Arguments.of(jdk, mechanism));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("mechanisms")
  void shouldReadHowChildrenEndByTheirExitCodeFirst(Jdk jdk, String mechanism) throws Exception {
    Path links = Files.createDirectories(directory.resolve("links"));
    try (JavaProcess process =
        JavaProcess.with(jdk)
            .classPath(classes + File.pathSeparator + System.getProperty("java.class.path"))
            .jvm("-Djdk.lang.Process.launchMechanism=" + mechanism)
            .config(CONFIG)
            .run("com.acme.processes.OddEndsApp", links.toString())
            .start()) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      assertThat(completed(scrape))
          .containsExactlyInAnyOrder(
              "agreed success",
              "bitten timeout",
              "dog success",
              "early success",
              "forced timeout",
              "grace canceled",
              "handle success",
              "outside failure",
              "seven timeout",
              "trap success");
      assertThat(scrape.sum("heddle_exec_in_flight")).isZero();
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      Laws.hold(scrape, "exec");
    } finally {
      delete(links);
    }
  }

  /** The links lead out of the directory: nobody else is to follow them. */
  private static void delete(Path links) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(links)) {
      for (Path link : all) {
        Files.delete(link);
      }
    }
  }

  /** Name and outcome of each run. */
  private static List<String> completed(Scrape scrape) {
    Map<String, Double> runs = new TreeMap<>();
    scrape
        .values()
        .forEach(
            (series, count) -> {
              if (series.startsWith("heddle_exec_completed_total") && count > 0) {
                String name = series.replaceAll(".*name=\"([^\"]*)\".*", "$1");
                String outcome = series.replaceAll(".*outcome=\"([^\"]*)\".*", "$1");
                runs.put(name + " " + outcome, count);
              }
            });
    assertThat(runs.values()).allMatch(count -> count == 1);
    return List.copyOf(runs.keySet());
  }
}
