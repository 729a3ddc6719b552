package io.heddle.it.field.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.field.Sources;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole programs, which write the same, to standard output and to files, with nothing woven and
 * with everything woven: the program and what it uses of the JDK.
 */
@EnabledIfSystemProperty(named = "heddle.long", matches = "true")
@Tag("alone")
class ProgramsIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(20);

  @TempDir Path root;

  /** What a program left behind. */
  private record Result(ProcessResult result, Map<String, String> written) {}

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("onEachJdk")
  void shouldWriteTheSame(Program program, Jdk jdk) throws Exception {
    if (program.isMaven()) {
      // fetches the plugins where nobody has used them yet
      run(program.without("-o"), jdk, "online", false);
    }
    Result bare = run(program, jdk, "bare", false);
    Result woven = run(program, jdk, "woven", true);
    assertThat(bare.result.status()).as(bare.result.out() + bare.result.err()).isZero();
    assertThat(bare.result.out().lines().count() + bare.written.size()).isGreaterThan(1);
    assertThat(woven.result.status()).as(woven.result.err()).isEqualTo(bare.result.status());
    assertThat(timeless(woven.result.out())).isEqualTo(timeless(bare.result.out()));
    assertThat(timeless(String.join("\n", woven.result.foreignLines())))
        .isEqualTo(timeless(String.join("\n", bare.result.foreignLines())));
    assertThat(woven.written).isEqualTo(bare.written);
  }

  private Result run(Program program, Jdk jdk, String name, boolean woven) throws Exception {
    ProgramDirectory directory = ProgramDirectory.make(root.resolve(name), program);
    List<String> arguments = new ArrayList<>(program.arguments());
    Path classes = Files.createDirectories(root.resolve(name + "-classes"));
    String main = arguments.get(0);
    if (main.indexOf('.') < 0) {
      Sources.compile("programs", main, program.classPath(classes), classes);
    }
    if (program.name().equals("javac")) {
      arguments.remove("src");
      arguments.addAll(directory.sources());
    }
    JavaProcess.Builder builder =
        JavaProcess.with(jdk)
            .jvm("-Xmx1g")
            .jvm(program.jvm().toArray(new String[0]))
            .classPath(program.classPath(classes))
            .directory(directory.path())
            .timeout(TIMEOUT)
            .run("io.heddle.it.field.suite.app.ProgramApp")
            .run(arguments.toArray(new String[0]));
    long start = System.nanoTime();
    if (woven) {
      builder.config(EverythingRules.ofRuns(program.packages()));
    } else {
      builder.bare();
    }
    try (JavaProcess process = builder.start()) {
      process.awaitOutput("ready: ended");
      long millis = (System.nanoTime() - start) / 1_000_000;
      String counted = woven ? assertCounted(process.scrape()) : "";
      System.out.printf("%s, %s, %s: %d ms%s%n", program, jdk, name, millis, counted);
      process.writeLine("");
      return new Result(relative(process.awaitResult(), directory.path()), directory.written());
    }
  }

  /** The same whatever the working directory is called, which programs name in full. */
  private static ProcessResult relative(ProcessResult result, Path directory) {
    String path = directory.toString();
    return new ProcessResult(
        result.status(), result.out().replace(path, "."), result.err().replace(path, "."));
  }

  private static String assertCounted(Scrape scrape) {
    assertThat(scrape.value("heddle_self_advice_errors_total")).as("advice errors").isZero();
    for (String family : EverythingRules.FAMILIES) {
      assertThat(scrape.sum("heddle_" + family + "_started_total")).as(family).isPositive();
      Laws.hold(scrape, family);
    }
    return String.format(
        ", %.0f methods woven, %.0f calls",
        scrape.sum("heddle_self_woven_methods"), scrape.sum("heddle_call_started_total"));
  }

  /** Without the lines of Maven that tell the time. */
  private static List<String> timeless(String text) {
    return text.lines()
        .filter(line -> !line.contains("Total time:") && !line.contains("Finished at:"))
        .toList();
  }

  static Stream<Arguments> onEachJdk() throws IOException {
    List<Jdk> jdks = Jdk.all();
    return Program.all().stream()
        .flatMap(program -> jdks.stream().map(jdk -> Arguments.of(program, jdk)));
  }
}
