package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.field.Sources;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.Scrape;
import java.io.File;
import java.nio.file.Path;

/** An application of the tests that uses a library which a pack knows, without configuration. */
final class PackApplication {
  private PackApplication() {}

  /**
   * What was counted when it had done all that it does.
   *
   * @param kind where its sources are
   * @param second a group of libraries to be of the second version; empty: none
   */
  static Scrape run(Jdk jdk, Path classes, String kind, String main, String second)
      throws Exception {
    String libraries =
        second.isEmpty()
            ? System.getProperty("java.class.path")
            : Application.secondVersionOf(second);
    Sources.compile(kind, "", System.getProperty("java.class.path"), classes);
    String classPath = classes + File.pathSeparator + libraries;
    try (JavaProcess process =
        JavaProcess.with(jdk).classPath(classPath).run("com.acme." + kind + "." + main).start()) {
      Scrape scrape = process.awaitOutput("ready: after").scrape();
      assertThat(scrape.value("heddle_self_advice_errors_total")).as(scrape.text()).isZero();
      for (String family : new String[] {"tool", "llm"}) {
        Laws.hold(scrape, family);
        assertThat(scrape.sum("heddle_" + family + "_in_flight")).as(family).isZero();
      }
      return scrape;
    }
  }
}
