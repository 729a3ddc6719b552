package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AttachCommands;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever was asked of Heddle before: a detach lets go of all of it. */
class LetGoIT {
  private static final String FIRST =
      """
      families: { long: { help: Long runs, labels: [ which ] } }
      rules:
        - { id: work, type: com.acme.harness.Work, method: "*" }
        - { id: typo, type: com.acme.harness.Wrok }
        - { id: other, type: com.acme.harness.Work, method: step(java.lang.Integer) }
      """;
  private static final String SECOND =
      FIRST
          + """
              - id: more
                type: com.acme.harness.Work
                family: long
                labels: { which: x }
                outcome: { failure: $thrown.message == bad, timeout: $return.late }
            """;

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLetGoAfterReloadsPlansAndQuestions(Jdk jdk) throws Exception {
    Path file = Files.writeString(directory.resolve("heddle.yaml"), FIRST);
    try (ControlledApplication application =
        ControlledApplication.start(JavaProcess.with(jdk).bare())) {
      application.execute("work 10");
      long pid = application.process().pid();
      String config = "config=" + file;
      String address = AttachCommands.address(done(jdk, "attach", pid, "exporter.port=0", config));
      for (String path :
          new String[] {"/metrics", "/api/rules", "/api/inflight", "/api/boxes", "/api/units"}) {
        JavaProcess.get(address, path, "*/*");
      }
      application.execute("execute true");
      done(jdk, "attach", pid, "exporter.port=0", config);
      Files.writeString(file, SECOND);
      assertThat(done(jdk, "reload", pid)).contains("1 added (more)");
      Files.writeString(file, FIRST);
      assertThat(done(jdk, "reload", pid)).contains("1 removed (more)");
      done(jdk, "plan", pid);
      done(jdk, "status", pid);
      JavaProcess.get(address, "/metrics", "application/openmetrics-text");
      done(jdk, "detach", pid);
      AttachCommands.awaitNoInstanceOfAgent(jdk, pid);
      application.execute("work 10");
    }
  }

  private static String done(Jdk jdk, Object... arguments) throws Exception {
    ProcessResult result = Cli.on(jdk).run(arguments);
    assertThat(result.status()).as(result.toString()).isZero();
    return result.out();
  }
}
