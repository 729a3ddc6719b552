package io.heddle.it.field.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Loads and initialises all classes of some jars, every method verified: without the agent, or with
 * everything woven.
 *
 * @param classPath of the JVM
 * @param jars whose classes are loaded
 * @param notInitialised a pattern of classes that are verified only
 */
record LibraryRun(Jdk jdk, String classPath, List<Path> jars, String notInitialised) {
  private static final Duration TIMEOUT = Duration.ofMinutes(20);

  /**
   * What came of it.
   *
   * @param classes a line for each class
   * @param wall milliseconds from the first class to the last
   * @param cpu processor time of the JVM until then, in milliseconds
   */
  record Loaded(List<String> classes, long wall, long cpu) {}

  /** A look at the JVM while all classes are loaded. */
  interface Look {
    void at(JavaProcess process) throws IOException;
  }

  Loaded bare() throws Exception {
    return load(builder().bare(), process -> {});
  }

  /** Under these rules. Nothing was swallowed, and the laws hold. */
  Loaded woven(String rules, Look look) throws Exception {
    return load(
        builder().config(rules),
        process -> {
          Scrape scrape = process.scrape();
          assertThat(scrape.value("heddle_self_advice_errors_total")).as("advice errors").isZero();
          for (String family : EverythingRules.FAMILIES) {
            Laws.hold(scrape, family);
          }
          look.at(process);
        });
  }

  private JavaProcess.Builder builder() {
    JavaProcess.Builder builder =
        JavaProcess.with(jdk)
            .jvm("-Xverify:all", "-Xmx1g", "-Djava.awt.headless=true")
            .classPath(classPath)
            .timeout(TIMEOUT)
            .run("io.heddle.it.field.suite.app.ClassesApp", notInitialised);
    jars.forEach(jar -> builder.run(jar.toString()));
    return builder;
  }

  private static Loaded load(JavaProcess.Builder builder, Look look) throws Exception {
    try (JavaProcess process = builder.start()) {
      process.awaitOutput("ready: loaded");
      look.at(process);
      process.writeLine("");
      assertThat(process.exit()).as("exit status").isZero();
      String took =
          process
              .stderr()
              .lines()
              .filter(line -> line.startsWith("took "))
              .findFirst()
              .orElseThrow();
      String[] figures = took.split(" ", -1);
      List<String> classes = process.stdout().lines().toList();
      return new Loaded(classes, Long.parseLong(figures[1]), Long.parseLong(figures[2]));
    }
  }
}
