package io.heddle.it.field.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.field.Sources;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Classes that the JDK, CGLIB, Javassist and Byte Buddy generate to stand in for others, under
 * globs that match their names and rules that mean their parents: they load and do what they do
 * without the agent, and are not counted beside what they stand in for.
 */
class GeneratedClassesIT {
  private static final List<String> PACKAGES =
      List.of("com.acme.generated.**", "jdk.proxy*.**", "com.sun.proxy.**");

  @TempDir Path classes;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldStandInAsWithoutTheAgent(Jdk jdk) throws Exception {
    String classPath = Fetched.from("libraries/generators").classPath();
    Sources.compile("generated", "", classPath, classes);
    classPath += File.pathSeparator + classes;
    ProcessResult bare;
    try (JavaProcess process = application(jdk, classPath).bare().start()) {
      process.awaitOutput("ready: used").writeLine("");
      bare = process.awaitResult();
    }
    assertThat(bare.out()).contains("reached ", "method handle 7", "Byte Buddy [");
    String rules = EverythingRules.ofEveryKind(PACKAGES);
    try (JavaProcess process = application(jdk, classPath).config(rules).start()) {
      Scrape scrape = process.awaitOutput("ready: used").scrape();
      assertThat(scrape.value("heddle_self_advice_errors_total")).as("advice errors").isZero();
      EverythingRules.FAMILIES.forEach(family -> Laws.hold(scrape, family));
      process.writeLine("");
      process.awaitResult().assertServedBeside(bare);
      assertCountedOnce(scrape, reached(bare));
    }
  }

  /** The real class has each call that reached it, and no other class has calls of its methods. */
  private static void assertCountedOnce(Scrape scrape, int reached) {
    List<String> classesOfShop = new ArrayList<>();
    double calls = 0;
    for (var series : scrape.values().entrySet()) {
      String name = series.getKey();
      if (name.startsWith("heddle_call_started_total") && isOfShop(name) && series.getValue() > 0) {
        String owner = name.replaceAll(".*class=\"([^\"]*)\".*", "$1");
        calls += owner.equals("com.acme.generated.Shop") ? series.getValue() : 0;
        classesOfShop.add(owner);
      }
    }
    // once more by the lambda
    assertThat(calls).isEqualTo(reached + 1);
    assertThat(classesOfShop).containsOnly("com.acme.generated.Shop");
  }

  private static boolean isOfShop(String series) {
    return Stream.of("price", "name", "sell", "image", "close")
        .anyMatch(method -> series.contains("method=\"" + method + "\""));
  }

  private static int reached(ProcessResult bare) {
    String line =
        bare.out().lines().filter(l -> l.startsWith("reached ")).findFirst().orElseThrow();
    return Integer.parseInt(line.substring("reached ".length()));
  }

  private static JavaProcess.Builder application(Jdk jdk, String classPath) {
    return JavaProcess.with(jdk)
        .jvm("-Xverify:all")
        .classPath(classPath)
        .run("com.acme.generated.GeneratedApp");
  }
}
