package io.heddle.it.count;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that an interrupt ends is canceled, if that is what comes out of the method. */
class InterruptedIT {
  // one rule for each of the three kinds of probes
  private static final String CONFIG =
      """
      packs: []
      families: { runs: { labels: [ m ] }, valued: { labels: [ m, v ] } }
      rules:
        - { id: cells, type: com.acme.count.InterruptedApp, method: "*ing" }
        - { id: runs, type: com.acme.count.InterruptedApp, method: "*ing", family: runs, labels: { m: $method } }
        - { id: valued, type: com.acme.count.InterruptedApp, method: "*ing", family: valued, labels: { m: $method, v: $this } }
      """;
  private static final String[] LABELS = {
    "call{rule=\"cells\",class=\"com.acme.count.InterruptedApp\",method=\"%s\"",
    "runs{m=\"%s\"",
    "valued{m=\"%s\",v=\"none\""
  };

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldReadAsCanceled(Jdk jdk) throws Exception {
    ProcessResult result;
    try (JavaProcess process =
        JavaProcess.with(jdk).config(CONFIG).run("com.acme.count.InterruptedApp").start()) {
      Scrape scrape = process.awaitOutput("ready: interrupted").scrape();
      // by itself three times, and three times in each of the others
      assertEnded(scrape, "throwing", 12, "canceled", "canceled");
      assertEnded(scrape, "wrapping", 3, "canceled", "canceled");
      assertEnded(scrape, "hiding", 3, "failure", "IllegalStateException");
      assertEnded(scrape, "catching", 3, "success", "");
      for (String family : new String[] {"call", "runs", "valued"}) {
        Laws.hold(scrape, family);
      }
      assertThat(scrape.value("heddle_self_advice_errors_total")).isZero();
      process.writeLine("");
      result = process.awaitResult();
    }
    try (JavaProcess process =
        JavaProcess.with(jdk).bare().run("com.acme.count.InterruptedApp").start()) {
      process.awaitOutput("ready: interrupted").writeLine("");
      result.assertServedBeside(process.awaitResult());
    }
  }

  private static void assertEnded(
      Scrape scrape, String method, int times, String outcome, String error) {
    for (String labels : LABELS) {
      String open = labels.formatted(method);
      assertThat(scrape.value(series(open, "started_total") + "}")).as(open).isEqualTo(times);
      assertThat(scrape.value(series(open, "completed_total") + ",outcome=\"" + outcome + "\"}"))
          .as("%s %s", open, outcome)
          .isEqualTo(times);
      assertThat(scrape.value(series(open, "in_flight") + "}")).as(open).isZero();
      if (!error.isEmpty()) {
        assertThat(scrape.value(series(open, "errors_total") + ",error_type=\"" + error + "\"}"))
            .as("%s %s", open, error)
            .isEqualTo(times);
      }
    }
  }

  private static String series(String open, String end) {
    int brace = open.indexOf('{');
    return "heddle_" + open.substring(0, brace) + "_" + end + open.substring(brace);
  }
}
