package io.heddle.it.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Application;
import io.heddle.it.harness.Await;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A trial of a pack with an application that uses the library and waits at three points. It checks
 * what holds for every pack: the laws, no run left in flight, no swallowed error, and the same
 * output without the agent.
 *
 * @param before while no class of the library is loaded
 * @param inside while a run goes on
 * @param after when all runs have ended
 */
record PackTrial(Scrape before, Scrape inside, Scrape after) {
  /** Looks at more than a scrape while the application waits. */
  interface Observer {
    /** Called at {@code before}, {@code inside} and {@code after}. */
    void at(String place, JavaProcess process) throws Exception;
  }

  static PackTrial of(Jdk jdk, String application, String... families) throws Exception {
    return of(jdk, Application.of(application), families);
  }

  static PackTrial of(Jdk jdk, Application application, String... families) throws Exception {
    return of(jdk, application, (place, process) -> {}, families);
  }

  static PackTrial of(Jdk jdk, Application application, Observer observer, String... families)
      throws Exception {
    List<Scrape> scrapes = new ArrayList<>();
    try (JavaProcess process = application.start(JavaProcess.with(jdk))) {
      for (String place : List.of("before", "inside", "after")) {
        process.awaitOutput("ready: " + place);
        scrapes.add(place.equals("inside") ? busy(process, families) : process.scrape());
        observer.at(place, process);
        process.writeLine("");
      }
      ProcessResult result = process.awaitResult();
      result.assertServedBeside(bare(jdk, application));
      assertThat(result.status()).isZero();
    }
    for (Scrape scrape : scrapes) {
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      for (String family : families) {
        Laws.hold(scrape, family);
      }
    }
    PackTrial trial = new PackTrial(scrapes.get(0), scrapes.get(1), scrapes.get(2));
    for (String family : families) {
      assertThat(trial.before.text()).doesNotContain("heddle_" + family + "_");
      assertThat(trial.after.sum("heddle_" + family + "_in_flight")).as(family).isZero();
    }
    return trial;
  }

  /** Once a run goes on: the application may have handed it to another thread just now. */
  private static Scrape busy(JavaProcess process, String... families) {
    return Await.until(process::scrape, scrape -> isBusy(scrape, families));
  }

  private static boolean isBusy(Scrape scrape, String... families) {
    return Stream.of(families).anyMatch(name -> scrape.sum("heddle_" + name + "_in_flight") > 0);
  }

  private static ProcessResult bare(Jdk jdk, Application application) throws Exception {
    try (JavaProcess process = application.start(JavaProcess.with(jdk).bare())) {
      for (String place : List.of("before", "inside", "after")) {
        process.awaitOutput("ready: " + place).writeLine("");
      }
      return process.awaitResult();
    }
  }

  /** Completed runs of these labels, such as {@code name="x",outcome="success"}, all of them. */
  double completed(String family, String labels) {
    return after.value("heddle_" + family + "_completed_total{" + labels + "}");
  }

  /** Runs of these labels that did not end well, by kind. */
  double errors(String family, String labels) {
    return after.value("heddle_" + family + "_errors_total{" + labels + "}");
  }
}
