package io.heddle.it.field.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method of whole libraries, with the advice of every kind: each class is verified and
 * initialised as it is without the agent.
 */
class WovenLibrariesIT {
  /** Spring makes proxies in packages of its own while it is initialised. */
  private static final String GENERATED =
      "generated to stand in for another class: woven by its exact name only";

  private static final List<String> KINDS =
      List.of("counted", "listed", "judged", "labeled", "outermost", "stage", "gauge");

  /** One method of so many may be one that no tool can add code to: an optimiser's odd frames. */
  private static final int ODD = 200;

  /** Processor time that weaving 20,000 methods may take, in milliseconds. */
  private static final int MOST_CPU = 30_000;

  @TempDir Path directory;

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("shortMode")
  void shouldLoadAsWithoutTheAgent(Library library, Jdk jdk) throws Exception {
    assertLoaded(library, jdk);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("longMode")
  @EnabledIfSystemProperty(named = "heddle.long", matches = "true")
  void shouldLoadEveryLibraryAsWithoutTheAgent(Library library, Jdk jdk) throws Exception {
    assertLoaded(library, jdk);
  }

  /** One rule, as somebody writes it who wants to see all of a library. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @EnabledIfSystemProperty(named = "heddle.long", matches = "true")
  void shouldWeaveManyMethodsSoon(Jdk jdk) throws Exception {
    Library scala = Library.scala();
    Fetched fetched = Fetched.from("libraries/" + scala.name());
    LibraryRun run = new LibraryRun(jdk, fetched.classPath(), scala.wovenJars(fetched), "-");
    LibraryRun.Loaded bare = run.bare();
    List<WovenMethods> kinds = new ArrayList<>();
    LibraryRun.Loaded woven =
        run.woven(
            EverythingRules.ofCounts(scala.packages()),
            process -> kinds.addAll(wovenMethods(process)));
    long methods = kinds.get(0).woven();
    long cpu = (woven.cpu() - bare.cpu()) * 20_000 / methods;
    System.out.printf(
        "%s, %s, one rule: %d ms (CPU %d), %d methods woven in %d (%d); CPU for 20,000 methods %d%n",
        scala, jdk, bare.wall(), bare.cpu(), methods, woven.wall(), woven.cpu(), cpu);
    assertThat(woven.classes()).isEqualTo(bare.classes());
    assertThat(methods).isGreaterThan(scala.least());
    assertThat(cpu).as("processor time of weaving 20,000 methods, ms").isLessThan(MOST_CPU);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  @EnabledIfSystemProperty(named = "heddle.long", matches = "true")
  void shouldLoadWhatAnOptimiserHasRewritten(Jdk jdk) throws Exception {
    Path library = Fetched.from("libraries/shrunk").jars().get(0);
    Path shrunk = Shrinker.shrink(library, directory);
    List<String> packages = List.of("org.apache.commons.lang3.**");
    String classPath = Path.of("target", "test-classes").toAbsolutePath() + ":" + shrunk;
    LibraryRun run = new LibraryRun(jdk, classPath, List.of(shrunk), "-");
    assertLoaded("commons-lang3 after ProGuard", run, packages, 3_600);
  }

  private static void assertLoaded(Library library, Jdk jdk) throws Exception {
    Fetched fetched = Fetched.from("libraries/" + library.name());
    List<Path> jars = library.wovenJars(fetched);
    LibraryRun run = new LibraryRun(jdk, fetched.classPath(), jars, library.notInitialised());
    assertLoaded(library.name(), run, library.packages(), library.least());
  }

  private static void assertLoaded(String name, LibraryRun run, List<String> packages, int least)
      throws Exception {
    LibraryRun.Loaded bare = run.bare();
    List<WovenMethods> kinds = new ArrayList<>();
    LibraryRun.Loaded woven =
        run.woven(
            EverythingRules.ofEveryKind(packages), process -> kinds.addAll(wovenMethods(process)));
    say(name, run.jdk(), bare, woven, kinds);
    List<String> differing = new ArrayList<>(woven.classes());
    differing.removeAll(bare.classes());
    assertThat(differing).as("%s, %s", name, run.jdk()).isEmpty();
    assertThat(woven.classes()).isEqualTo(bare.classes());
    for (int i = 0; i < KINDS.size(); i++) {
      WovenMethods kind = kinds.get(i);
      assertThat(kind.classes().keySet())
          .as("%s: classes left alone", KINDS.get(i))
          .isSubsetOf(GENERATED);
      assertThat(kind.leftAlone())
          .as("%s: methods left alone, %s", KINDS.get(i), kind.reasons())
          .isLessThanOrEqualTo((int) kind.matched() / ODD);
    }
    assertThat(kinds.get(0).woven()).as("methods woven").isGreaterThan(least);
  }

  private static List<WovenMethods> wovenMethods(JavaProcess process) throws IOException {
    String answer = process.get("/api/rules");
    List<WovenMethods> kinds = new ArrayList<>();
    for (String kind : KINDS) {
      kinds.add(WovenMethods.of(answer, kind));
    }
    return kinds;
  }

  private static void say(
      String name,
      Jdk jdk,
      LibraryRun.Loaded bare,
      LibraryRun.Loaded woven,
      List<WovenMethods> kinds) {
    long ok = bare.classes().stream().filter(line -> line.endsWith(" ok")).count();
    System.out.printf(
        "%s, %s: %d classes, %d ok without the agent in %d ms (CPU %d); %d methods woven in %d (%d)%n",
        name,
        jdk,
        bare.classes().size() - 1,
        ok,
        bare.wall(),
        bare.cpu(),
        kinds.get(0).woven(),
        woven.wall(),
        woven.cpu());
    for (int i = 0; i < KINDS.size(); i++) {
      WovenMethods kind = kinds.get(i);
      System.out.printf(
          "  %s: woven %d of %d, methods %s, classes %s%n",
          KINDS.get(i), kind.woven(), kind.matched(), kind.reasons(), kind.classes());
    }
  }

  static Stream<Arguments> shortMode() throws IOException {
    return on(Jdk.newest(), List.of(Library.kotlin()));
  }

  static Stream<Arguments> longMode() throws IOException {
    return on(Jdk.all(), Library.others());
  }

  private static Stream<Arguments> on(List<Jdk> jdks, List<Library> libraries) {
    return libraries.stream().flatMap(one -> jdks.stream().map(jdk -> Arguments.of(one, jdk)));
  }
}
