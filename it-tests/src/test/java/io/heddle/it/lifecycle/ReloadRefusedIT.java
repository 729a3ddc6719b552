package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Laws;
import io.heddle.it.harness.ManyClasses;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.RuleStatus;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A change of rules of which the JVM refuses one class, while all classes are being called. */
@Tag("alone")
class ReloadRefusedIT {
  private static final int CLASSES = 100;
  private static final int METHODS = 10;
  private static final String MANY =
      """
      packs: []
      reload: off
      rules:
        - { id: many, type: com.acme.many.*, method: "*" }
      """;
  private static final String BOTH =
      MANY + "  - { id: all, type: com.acme.many.*, method: all, family: message }\n";

  @TempDir static Path made;
  @TempDir private Path directory;

  @BeforeAll
  static void makeClasses() throws IOException {
    ManyClasses.compileInto(made, CLASSES, METHODS - 1);
  }

  private Path file() {
    return directory.resolve("heddle.yaml");
  }

  private ProcessResult reload(Jdk jdk, ControlledApplication application, String yaml)
      throws Exception {
    Files.writeString(file(), yaml);
    return Cli.on(jdk).run("reload", application.process().pid());
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldTakeAllOfItBackAndNameTheClass(Jdk jdk) throws Exception {
    Files.writeString(file(), MANY);
    Path meddler = ManifestJar.writeTo(directory, "io.heddle.it.lifecycle.InterferingAgent");
    JavaProcess.Builder builder =
        JavaProcess.with(jdk)
            .agent("exporter.port=0,config=" + file())
            .jvm("-javaagent:" + meddler);
    try (ControlledApplication application =
        ControlledApplication.start(
            builder,
            "com.acme.lifecycle.BusyClassesApp",
            made.toString(),
            Integer.toString(CLASSES),
            "1")) {
      JavaProcess process = application.process();
      application.execute("spoil com.acme.many.Many7");
      Scrape before = process.scrape();
      ProcessResult refused = reload(jdk, application, BOTH);
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err())
          .contains("rolled back: com.acme.many.Many7: the JVM refuses it: java.lang.")
          .contains("the configuration of before stays");
      assertThat(application.execute("called")).isEqualTo("wrong 0");
      Scrape after = process.scrape();
      Laws.neverFall(before, after, "call");
      Laws.hold(after, "call");
      assertThat(after.value("heddle_self_woven_methods{rule=\"many\"}"))
          .isEqualTo(CLASSES * METHODS);
      assertThat(after.sum("heddle_message_started_total")).isZero();
      assertThat(after.value("heddle_self_config_reloads_total{result=\"rolled_back\"}"))
          .isEqualTo(1);
      assertThat(process.get("/api/rules")).doesNotContain("\"id\":\"all\"");

      application.execute("spoil nothing");
      ProcessResult applied = reload(jdk, application, BOTH);
      assertThat(applied.status()).as(applied.toString()).isZero();
      assertThat(applied.out()).contains("1 added (all)").contains("woven again: " + CLASSES);
      assertThat(application.execute("called")).isEqualTo("wrong 0");
      Scrape last = process.scrape();
      Laws.neverFall(after, last, "call");
      assertThat(RuleStatus.of(process, "all").woven()).isEqualTo(CLASSES);
      assertThat(last.value("heddle_message_started_total")).isPositive();
      assertThat(last.value("heddle_self_advice_errors_total")).isZero();
    }
  }
}
