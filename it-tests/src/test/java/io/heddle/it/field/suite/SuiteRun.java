package io.heddle.it.field.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a suite in a JVM of its own: without the agent, with it, or with it coming and going.
 *
 * @param root an empty directory; each run has a working directory of its own in it
 */
record SuiteRun(Suite suite, Jdk jdk, Path root) {
  private static final Duration TIMEOUT = Duration.ofMinutes(20);
  private static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/metrics");

  /** The agent comes, tests run, it goes, tests run, and so on; it is there at the end. */
  private static final int PHASES = 10;

  private static final int MOST_ATTEMPTS = 10;

  Outcomes bare(String name) throws Exception {
    Path directory = workingDirectory(name);
    try (JavaProcess process = suite(directory, 0).bare().start()) {
      process.awaitOutput("ready: ended").writeLine("");
      return outcomes(directory, process);
    }
  }

  /** Everything is woven from the start. */
  Outcomes woven(String name) throws Exception {
    Path directory = workingDirectory(name);
    try (JavaProcess process = suite(directory, 0).config(rules()).start()) {
      process.awaitOutput("ready: ended");
      assertCounted(process.address(), EverythingRules.FAMILIES.toArray(new String[0]));
      process.writeLine("");
      return outcomes(directory, process);
    }
  }

  /** The agent is attached and detached while tests run. */
  Outcomes attached(String name) throws Exception {
    Path directory = workingDirectory(name);
    Path config = Files.writeString(directory.resolve("heddle.yaml"), rules());
    String address = "";
    try (JavaProcess process = suite(directory, PHASES).bare().start()) {
      for (int phase = 1; phase <= PHASES; phase++) {
        process.awaitOutput("phase: " + phase + "\n");
        if (phase % 4 == 1) {
          String rules = "config=" + config;
          address = address(command("attach", process, "exporter.port=0", rules));
        } else if (phase % 4 == 3) {
          assertCounted(address, "call");
          assertThat(command("detach", process)).doesNotContain("NOT restored");
        }
        process.writeLine("");
      }
      process.awaitOutput("ready: ended");
      assertCounted(address, "call");
      process.writeLine("");
      return outcomes(directory, process);
    }
  }

  /** Nothing was swallowed, the laws hold, and runs of these families were counted. */
  private static void assertCounted(String address, String... counted) throws IOException {
    Scrape scrape = new Scrape(JavaProcess.get(address, "/metrics", "text/plain"));
    Map<String, Double> values = scrape.values();
    assertThat(values.get("heddle_self_advice_errors_total")).as("advice errors").isZero();
    for (String family : counted) {
      assertThat(scrape.sum("heddle_" + family + "_started_total")).as(family).isPositive();
    }
    for (String family : EverythingRules.FAMILIES) {
      Laws.hold(scrape, family);
    }
  }

  /**
   * Carries out a command of the command line. It gives up after half a minute, which on a busy
   * machine is too little to weave everything: then it is given again, as its message says.
   */
  private String command(String name, JavaProcess process, String... settings) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(jdk.java().toString(), "-jar", JavaProcess.JAR.toString(), name));
    command.add(Long.toString(process.pid()));
    command.addAll(List.of(settings));
    ProcessResult result = ProcessResult.of(command, Map.of(), TIMEOUT);
    boolean late = false;
    for (int i = 0; i < MOST_ATTEMPTS && result.err().contains(" did not answer within "); i++) {
      System.out.print(suite + ", " + jdk + ": " + result.err());
      late = true;
      result = ProcessResult.of(command, Map.of(), TIMEOUT);
    }
    if (late && name.equals("detach") && result.err().contains("Heddle is not in this JVM")) {
      return "";
    }
    assertThat(result.status()).as("%s: %s", name, result.err()).isZero();
    return result.out();
  }

  private static String address(String attached) {
    Matcher matcher = ADDRESS.matcher(attached);
    assertThat(matcher.find()).as(attached).isTrue();
    return matcher.group(1);
  }

  private String rules() {
    return EverythingRules.ofRuns(suite.packages());
  }

  private JavaProcess.Builder suite(Path directory, int phases) throws IOException {
    Fetched fetched = Fetched.from("suites/" + suite.name());
    return JavaProcess.with(jdk)
        .jvm(Suite.options())
        .classPath(fetched.classPath())
        .directory(directory)
        .timeout(TIMEOUT)
        .run("io.heddle.it.field.suite.app.SuiteApp", directory.resolve("outcomes").toString())
        .run(fetched.jar(suite.name(), "-tests.jar").toString(), Integer.toString(phases))
        .run(suite.leftOut().toArray(new String[0]));
  }

  private static Outcomes outcomes(Path directory, JavaProcess process) throws Exception {
    assertThat(process.exit()).as("exit status, stderr %s", process.stderr()).isZero();
    return Outcomes.read(directory.resolve("outcomes"));
  }

  /** As in a checkout of the library: what its tests read as a file is where they look for it. */
  private Path workingDirectory(String name) throws IOException {
    Path directory = Files.createDirectories(root.resolve(name));
    Fetched fetched = Fetched.from("suites/" + suite.name());
    TestResources.unpack(fetched.jar(suite.name(), "-tests.jar"), directory);
    return directory;
  }
}
