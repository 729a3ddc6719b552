package io.heddle.it.field.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests of whole libraries, in which each test has the same outcome with nothing woven and with
 * everything woven: the library, its tests and what they use of the JDK.
 */
class SuitesIT {
  /** More than these per thousand, and a suite proves nothing. */
  private static final int MOST_UNSTABLE = 5;

  @TempDir Path root;

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("shortMode")
  void shouldHaveTheSameOutcomes(Suite suite, Jdk jdk) throws Exception {
    assertSame(suite, jdk, true);
  }

  /** The agent comes and goes on the newest JDK alone: else it is an hour, and not half of one. */
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("longMode")
  @EnabledIfSystemProperty(named = "heddle.long", matches = "true")
  void shouldHaveTheSameOutcomesInEverySuite(Suite suite, Jdk jdk) throws Exception {
    List<Jdk> all = Jdk.all();
    assertSame(suite, jdk, jdk.equals(all.get(all.size() - 1)));
  }

  private void assertSame(Suite suite, Jdk jdk, boolean comingAndGoing) throws Exception {
    long start = System.nanoTime();
    SuiteRun run = new SuiteRun(suite, jdk, root);
    List<Outcomes> bare = new ArrayList<>(List.of(run.bare("bare")));
    say(suite, jdk, "nothing woven", start, bare.get(0));
    assertThat(bare.get(0).count("SUCCESSFUL")).isGreaterThan(suite.least());
    long then = System.nanoTime();
    Outcomes woven = run.woven("woven");
    say(suite, jdk, "everything woven", then, woven);
    assertStable(run, bare, woven, "everything woven");
    if (comingAndGoing) {
      then = System.nanoTime();
      Outcomes attached = run.attached("attached");
      say(suite, jdk, "attached and detached", then, attached);
      assertStable(run, bare, attached, "attached and detached");
    }
  }

  /**
   * The outcomes of a woven run are those of the runs without. Where they differ, the suite runs
   * without the agent again: a test that differs there too tells nothing.
   */
  private static void assertStable(SuiteRun run, List<Outcomes> bare, Outcomes woven, String what)
      throws Exception {
    SortedSet<String> differing = woven.differing(bare.get(0));
    for (int again = bare.size(); !differing.isEmpty() && again < 3; again++) {
      bare.add(run.bare("bare" + again));
    }
    SortedSet<String> unstable = new TreeSet<>();
    for (Outcomes other : bare) {
      unstable.addAll(other.differing(bare.get(0)));
    }
    unstable.forEach(id -> System.out.println("unstable without the agent: " + id));
    assertThat(unstable).hasSizeLessThan(1 + bare.get(0).byId().size() * MOST_UNSTABLE / 1000);
    differing.removeAll(unstable);
    List<String> differences = new ArrayList<>();
    for (String id : differing) {
      differences.add(id + ": " + bare.get(0).byId().get(id) + " -> " + woven.byId().get(id));
    }
    assertThat(differences).as("%s, %s, %s", run.suite(), run.jdk(), what).isEmpty();
  }

  private static void say(Suite suite, Jdk jdk, String what, long since, Outcomes outcomes) {
    Duration took = Duration.ofNanos(System.nanoTime() - since);
    System.out.printf(
        "%s, %s, %s: %s in %d s%n", suite, jdk, what, outcomes.summary(), took.toSeconds());
  }

  static Stream<Arguments> shortMode() throws IOException {
    // a minute each: a build that runs the short mode has other tests that are on both
    return Boolean.getBoolean("heddle.long")
        ? onEachJdk(List.of(Suite.csv()))
        : Stream.of(Arguments.of(Suite.csv(), Jdk.current()));
  }

  static Stream<Arguments> longMode() throws IOException {
    return onEachJdk(Suite.others());
  }

  private static Stream<Arguments> onEachJdk(List<Suite> suites) throws IOException {
    List<Jdk> jdks = Jdk.all();
    return suites.stream().flatMap(suite -> jdks.stream().map(jdk -> Arguments.of(suite, jdk)));
  }
}
