package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.api.ApiCopies;
import io.heddle.it.field.Sources;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.Scrape;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A task that an application reports and the child that it runs are one run in the profile. */
class TasksIT {
  private static final String CONFIG = "profiles: [ solti ]\n";
  private static final String STARTED = "solti_runner_tasks_started_total";
  private static final String COMPLETED = "solti_runner_tasks_completed_total";

  @TempDir Path classes;
  private String classPath = "";

  @BeforeEach
  void compile() throws Exception {
    String libraries = ApiCopies.JAR + File.pathSeparator + System.getProperty("java.class.path");
    Sources.compile("tasks", "", libraries, classes);
    classPath = classes + File.pathSeparator + libraries;
  }

  private JavaProcess start(Jdk jdk, String application) throws Exception {
    return JavaProcess.with(jdk)
        .classPath(classPath)
        .config(CONFIG)
        .run("com.acme.tasks." + application)
        .start();
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountATaskAndItsChildOnce(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "ChildTasksApp")) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      assertTasks(scrape, "subprocess", 10, 7, 3);
      assertThat(spawnFailed(scrape, "solti_runner_errors_total", "error")).isEqualTo(1);
      assertThat(spawnFailed(scrape, "heddle_runner_errors_total", "error_type")).isEqualTo(1);
      // the task and the child stay apart, by name
      assertThat(exec(scrape, "started", "subprocess", "none")).isEqualTo(10);
      assertThat(exec(scrape, "started", "subprocess", "true")).isEqualTo(7);
      assertThat(exec(scrape, "started", "subprocess", "false")).isEqualTo(3);
      assertSound(scrape);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountTasksOfExecutorsAndCallbacksOnceAndWhatIsNoTaskToo(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "PoolTasksApp")) {
      Scrape before = process.scrape();
      while (!process.stdout().contains("ready")) {
        Scrape now = process.scrape();
        assertAtAnyTime(before, now);
        before = now;
      }
      Scrape scrape = process.scrape();
      assertAtAnyTime(before, scrape);
      // 64 tasks that have ended, one that goes on, 12 children that are no task's
      assertThat(scrape.value(STARTED + "{runner=\"subprocess\"}")).isEqualTo(77);
      assertThat(completed(scrape, "subprocess", "success")).isEqualTo(65);
      assertThat(completed(scrape, "subprocess", "failure")).isEqualTo(8);
      assertThat(completed(scrape, "subprocess", "canceled")).isEqualTo(1);
      assertThat(completed(scrape, "subprocess", "timeout")).isEqualTo(1);
      assertTasks(scrape, "wasm", 3, 3, 0);
      // three that the application reported, two of which it said nothing
      assertThat(spawnFailed(scrape, "solti_runner_errors_total", "error")).isEqualTo(5);
      assertThat(spawnFailed(scrape, "heddle_runner_errors_total", "error_type")).isEqualTo(5);
      assertThat(exec(scrape, "started", "subprocess", "none")).isEqualTo(65);
      assertThat(exec(scrape, "started", "subprocess", "true")).isEqualTo(69);
      assertThat(exec(scrape, "started", "subprocess", "false")).isEqualTo(5);
      assertThat(exec(scrape, "started", "subprocess", "sleep")).isEqualTo(2);
      assertSound(scrape);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountATaskOnceThatIsReportedAfterItsChild(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "LateTasksApp")) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      // 14 tasks and a child that still runs
      assertTasks(scrape, "subprocess", 15, 11, 3);
      assertThat(exec(scrape, "started", "subprocess", "none")).isEqualTo(14);
      assertThat(exec(scrape, "started", "subprocess", "sh")).isEqualTo(14);
      assertSound(scrape);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountATaskAndTheFunctionsThatItCallsOnce(Jdk jdk) throws Exception {
    try (JavaProcess process = start(jdk, "WasmTasksApp")) {
      Scrape scrape = process.awaitOutput("ready").scrape();
      // seven tasks and a call that is no task's
      assertTasks(scrape, "wasm", 8, 6, 2);
      assertThat(exec(scrape, "started", "wasm", "none")).isEqualTo(7);
      assertThat(exec(scrape, "started", "wasm", "shop")).isEqualTo(10);
      assertSound(scrape);
    }
  }

  private static void assertTasks(
      Scrape scrape, String runner, int started, int success, int failure) {
    assertThat(scrape.value(STARTED + "{runner=\"" + runner + "\"}")).isEqualTo(started);
    assertThat(completed(scrape, runner, "success")).isEqualTo(success);
    assertThat(completed(scrape, runner, "failure")).isEqualTo(failure);
    String count = "solti_runner_task_duration_seconds_count{runner=\"" + runner + "\",outcome=\"";
    assertThat(scrape.value(count + "success\"}")).isEqualTo(success);
    assertThat(scrape.value(count + "failure\"}")).isEqualTo(failure);
  }

  private static double completed(Scrape scrape, String runner, String outcome) {
    return scrape.value(COMPLETED + "{runner=\"" + runner + "\",outcome=\"" + outcome + "\"}");
  }

  private static double spawnFailed(Scrape scrape, String metric, String label) {
    return scrape.value(metric + "{runner=\"subprocess\"," + label + "=\"spawn_failed\"}");
  }

  private static double exec(Scrape scrape, String what, String runner, String name) {
    String labels = "{runner=\"" + runner + "\",name=\"" + name + "\"}";
    return scrape.value("heddle_exec_" + what + "_total" + labels);
  }

  private static void assertSound(Scrape scrape) {
    Laws.hold(scrape, "exec");
    assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
  }

  /** Nothing falls, no more has ended than has begun, and the histogram counts what has ended. */
  private static void assertAtAnyTime(Scrape before, Scrape now) {
    Laws.hold(now, "exec");
    Laws.neverFall(before, now, "exec");
    Map<String, Double> counters = new TreeMap<>(before.values());
    counters.keySet().removeIf(series -> !series.startsWith("solti_"));
    Map<String, Double> later = now.values();
    counters.forEach(
        (series, value) ->
            assertThat(later.getOrDefault(series, 0.0)).as(series).isGreaterThanOrEqualTo(value));
    assertThat(now.sum(COMPLETED)).isLessThanOrEqualTo(now.sum(STARTED));
    assertThat(now.sum("solti_runner_task_duration_seconds_count")).isEqualTo(now.sum(COMPLETED));
  }
}
