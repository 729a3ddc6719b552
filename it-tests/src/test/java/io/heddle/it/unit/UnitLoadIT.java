package io.heddle.it.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Kernel;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.ShellLinks;
import io.heddle.it.harness.UnitsClient;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many units, short ones and long ones: nothing is lost, nothing stays, and all of it is cheap. */
@Tag("alone")
class UnitLoadIT {
  private static final int SHORT = Boolean.getBoolean("heddle.long") ? 5000 : 1500;
  private static final int MEASURED_ROUNDS = 10;

  /** More than can have samples in the least memory, at the same time. */
  private static final int LIVE = 170;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldKeepUpWithManyShortChildren(Jdk jdk) throws Exception {
    try (ShellLinks programs = ShellLinks.withNames("short");
        ControlledApplication application =
            ControlledApplication.start(JavaProcess.with(jdk), "com.acme.unit.ChildrenApp")) {
      JavaProcess process = application.process();
      String program = programs.path("short").toString();
      assertThat(application.execute("run 20 " + program + " exit 1")).isEqualTo("sum 20");
      UnitsClient units = new UnitsClient(process);
      units.awaitRounds(2);
      List<String> threads = threads(application);
      int files = Kernel.openFiles(process.pid());
      long begin = System.nanoTime();
      assertThat(application.execute("run " + SHORT + " " + program + " exit 1"))
          .isEqualTo("sum " + SHORT);
      double seconds = (System.nanoTime() - begin) / 1e9;
      Scrape scrape = Await.until(process::scrape, now -> now.sum("heddle_exec_in_flight") == 0);
      String labels = "{runner=\"subprocess\",name=\"short\"}";
      assertThat(scrape.value("heddle_exec_started_total" + labels)).isEqualTo(SHORT + 20);
      assertThat(scrape.sum("heddle_exec_completed_total")).isEqualTo(SHORT + 20);
      assertThat(seconds * 5000 / SHORT).as("seconds for 5,000 children").isLessThan(60);

      Scrape after = units.awaitRounds(1);
      assertThat(after.value("heddle_self_units_errors_total")).isZero();
      assertThat(after.value("heddle_self_advice_errors_total")).isZero();
      assertThat(UnitsClient.figure(after, "up", "short")).isZero();
      assertThat(after.sum("heddle_self_units_rejected_readings_total")).isZero();
      List<Json> listed = units.named("short");
      double forgotten = after.value("heddle_self_units_forgotten_total");
      assertThat(listed.size() + forgotten).isEqualTo(SHORT + 20);
      assertThat(listed).noneMatch(UnitsClient::isUp);
      assertThat(after.value("heddle_children_cpu_seconds_total")).isPositive();
      Await.until(() -> Kernel.openFiles(process.pid()), open -> open <= files);
      // of Heddle's, those that answer come and go
      List<String> left =
          Await.until(() -> threads(application), names -> names.size() <= threads.size());
      assertThat(others(left)).isEqualTo(others(threads));
      assertThat(application.end().agentLines()).hasSize(1);
    }
  }

  /**
   * Once those that started children have ended, which takes a moment more; without those that wait
   * for a child, which the JDK keeps for a minute, and the one that others than this test may have
   * come through.
   */
  private static List<String> threads(ControlledApplication application) {
    List<String> names =
        Await.until(
            () ->
                List.of(
                    application.execute("threads x").replaceAll("[\\[\\]]", "").split(", ", -1)),
            all -> all.stream().noneMatch(name -> name.startsWith("pool-")));
    return names.stream()
        .filter(name -> !name.startsWith("process reaper") && !name.equals("Attach Listener"))
        .toList();
  }

  private static List<String> others(List<String> threads) {
    return threads.stream().filter(name -> !name.startsWith("heddle-")).toList();
  }

  @Test
  void shouldSampleAHundredChildrenForTwoPercentOfACore() throws Exception {
    assertThat(percentOfACore(100)).as("%% of a core for 100 children").isLessThan(2);
  }

  @Test
  @EnabledIfSystemProperty(named = "heddle.long", matches = "true")
  void shouldSampleAThousandChildrenForTenPercentOfACore() throws Exception {
    assertThat(percentOfACore(1000)).as("%% of a core for 1,000 children").isLessThan(10);
  }

  private static double percentOfACore(int children) throws Exception {
    try (ShellLinks programs = ShellLinks.withNames("idle");
        ControlledApplication application =
            ControlledApplication.start(
                JavaProcess.with(Jdk.current()), "com.acme.unit.ChildrenApp")) {
      long pid = application.process().pid();
      UnitsClient units = new UnitsClient(application.process());
      String program = programs.path("idle").toString();
      application.execute("several " + children + " " + program + " " + UnitsClient.IDLE);
      // compiled, and every file read before
      Scrape before = units.awaitRounds(3);
      Map<String, Long> nanos = Kernel.threadNanos(pid, "heddle-");
      long begin = System.nanoTime();
      double from = before.value("heddle_self_units_ticks_total");
      // nobody asks meanwhile: answers are not what is measured
      Thread.sleep(MEASURED_ROUNDS * 1000L);
      Map<String, Long> later = Kernel.threadNanos(pid, "heddle-");
      double took = System.nanoTime() - begin;
      Scrape after = application.process().scrape();
      assertThat(after.value("heddle_self_units_ticks_total"))
          .isGreaterThanOrEqualTo(from + MEASURED_ROUNDS - 2);
      assertThat(UnitsClient.figure(after, "up", "idle")).isEqualTo(children);
      assertThat(units.named("idle"))
          .hasSize(children)
          .allMatch(unit -> unit.get("samples").number() >= MEASURED_ROUNDS);
      Map<String, Double> percents = new TreeMap<>();
      later.forEach(
          (name, now) -> percents.put(name, 100 * (now - nanos.getOrDefault(name, 0L)) / took));
      double sum = percents.values().stream().mapToDouble(Double::doubleValue).sum();
      System.out.println(
          "units: " + children + " children take " + sum + " % of a core, " + percents);
      return sum;
    }
  }

  @Test
  void shouldStayWithinItsMemory() throws Exception {
    Jdk jdk = Jdk.current();
    JavaProcess.Builder small = JavaProcess.with(jdk).agent("exporter.port=0,units.memory=128KiB");
    try (ShellLinks programs = ShellLinks.withNames("idle", "short");
        ControlledApplication application =
            ControlledApplication.start(small, "com.acme.unit.ChildrenApp")) {
      JavaProcess process = application.process();
      UnitsClient units = new UnitsClient(process);
      // ended ones have half of it before the others come
      String brief = " " + programs.path("short") + " exit 0";
      application.execute("run 300" + brief);
      withinMemory(units.awaitRounds(1));
      application.execute("several " + LIVE + " " + programs.path("idle") + " " + UnitsClient.IDLE);
      String evicted = "heddle_self_units_evicted_samples_total{cause=\"budget\"}";
      for (int i = 0; i < 3; i++) {
        application.execute("run 100" + brief);
        withinMemory(process.scrape());
      }
      Await.until(
          () -> withinMemory(process.scrape()),
          scrape ->
              scrape.value(evicted) > LIVE && scrape.has("heddle_self_units_forgotten_total"));
      Scrape before = withinMemory(process.scrape());
      Scrape after = withinMemory(units.awaitRounds(2));
      assertThat(after.value(evicted)).isGreaterThan(before.value(evicted));
      assertThat(after.has(evicted.replace("budget", "retention"))).isTrue();
      assertThat(after.value("heddle_self_units_errors_total")).isZero();
      assertThat(units.named("idle")).hasSize(LIVE).allMatch(UnitsClient::isUp);
    }
  }

  /** 272 bytes each for the unit and 488 for its samples: most have to do without. */
  @Test
  void shouldStayWithinItsMemoryHoweverManyLive() throws Exception {
    JavaProcess.Builder small =
        JavaProcess.with(Jdk.current()).agent("exporter.port=0,units.memory=128KiB");
    try (ShellLinks programs = ShellLinks.withNames("idle");
        ControlledApplication application =
            ControlledApplication.start(small, "com.acme.unit.ChildrenApp")) {
      application.execute("several 400 " + programs.path("idle") + " " + UnitsClient.IDLE);
      Scrape scrape = withinMemory(new UnitsClient(application.process()).awaitRounds(2));
      assertThat(scrape.value("heddle_self_units_samples")).isPositive();
    }
  }

  private static Scrape withinMemory(Scrape scrape) {
    assertThat(scrape.value("heddle_self_units_capacity_bytes")).isEqualTo(128 << 10);
    assertThat(scrape.value("heddle_self_units_bytes")).isBetween(1.0, 128.0 * 1024);
    return scrape;
  }
}
