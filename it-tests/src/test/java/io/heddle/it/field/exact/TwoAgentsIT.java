package io.heddle.it.field.exact;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.heddle.it.harness.Await;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where an agent of Heddle is in place, another one says that it is ignored; nothing else. */
class TwoAgentsIT {
  private static final String ADDRESS = "heddle: http://127\\.0\\.0\\.1:\\d+/metrics";
  private static final String IGNORED =
      "heddle: this agent is ignored, one of Heddle is in this JVM already,"
          + " at http://127\\.0\\.0\\.1:\\d+";

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldIgnoreTheSecondOfTwoOnTheCommandLine(Jdk jdk) throws Exception {
    Path copy = Files.copy(JavaProcess.JAR, directory.resolve("other.jar"));
    for (Path second : List.of(JavaProcess.JAR, copy)) {
      String option = "-javaagent:" + second + "=exporter.port=0,units.interval=5s";
      ProcessResult result =
          JavaProcess.with(jdk).jvm(option).run("com.acme.harness.HelloApp").runToEnd();
      assertThat(result.status()).isZero();
      assertThat(result.out()).isEqualTo("hello\n");
      assertThat(result.err()).matches(ADDRESS + "\n" + IGNORED + "\n");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldStartTheSecondWhereTheFirstIsOff(Jdk jdk) throws Exception {
    ProcessResult result =
        JavaProcess.with(jdk)
            .agent("enabled=false")
            .jvm("-javaagent:" + JavaProcess.JAR + "=exporter.port=0")
            .run("com.acme.harness.HelloApp")
            .runToEnd();
    assertThat(result.err()).matches("heddle: off, enabled is false\n" + ADDRESS + "\n");
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldIgnoreOneThatAnotherToolLoads(Jdk jdk) throws Exception {
    Path copy = Files.copy(JavaProcess.JAR, directory.resolve("other.jar"));
    try (ControlledApplication application =
        ControlledApplication.start(JavaProcess.with(jdk).bare())) {
      long pid = application.process().pid();
      assertThat(Cli.on(jdk).run("attach", pid, "exporter.port=0").status()).isZero();
      // the command line is answered, and need not read it on somebody else's stderr
      assertThat(Cli.on(jdk).run("attach", pid, "exporter.port=0").status()).isZero();
      for (Path jar : List.of(JavaProcess.JAR, copy)) {
        load(jar, pid);
      }
      Await.until(application.process()::stderr, err -> err.split("is ignored", -1).length == 3);
      assertThat(application.execute("run 3")).isEqualTo("ran 3");
      assertThat(application.process().scrape().sum("heddle_exec_completed_total")).isEqualTo(3);
      assertThat(application.process().scrape().value("heddle_self_advice_errors_total")).isZero();
      assertThat(application.end().agentLines()).hasSize(3).last().asString().matches(IGNORED);
    }
  }

  private static void load(Path jar, long pid) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
    try {
      machine.loadAgent(jar.toString(), "exporter.port=0,units.interval=5s");
    } finally {
      machine.detach();
    }
  }
}
