package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.AttachCommands;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A runtime image with nothing but what the agent needs, without the module jdk.attach. */
class SmallImageIT {
  private static final String MODULES =
      "java.base,java.instrument,java.logging,java.management,java.xml,jdk.unsupported";

  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldAttachListAndDetach(Jdk jdk) throws Exception {
    Jdk image = image(jdk);
    ProcessResult modules = ProcessResult.of(image.java(), "--list-modules");
    assertThat(modules.out()).contains("java.base@").doesNotContain("jdk.attach");
    try (ControlledApplication application =
        ControlledApplication.start(JavaProcess.with(image).bare())) {
      long pid = application.process().pid();
      String address =
          AttachCommands.address(AttachCommands.run(image, "attach", pid, "exporter.port=0"));
      assertThat(application.execute("run 2")).isEqualTo("ran 2");
      Scrape scrape = new Scrape(JavaProcess.get(address, "/metrics", "text/plain"));
      assertThat(scrape.sum("heddle_exec_started_total")).isEqualTo(2);
      assertThat(scrape.sum("heddle_self_advice_errors_total")).isZero();
      // not its address: a JVM that takes more than a second to answer has none in the list
      assertThat(AttachCommands.run(image, "list").lines())
          .anyMatch(line -> line.startsWith(pid + " ") && line.contains("CommandedApp"));
      assertThat(AttachCommands.run(image, "status", pid)).contains(address);
      assertThat(AttachCommands.run(image, "detach", pid)).contains("verified: ");
      assertThat(application.execute("properties"))
          .doesNotContain("heddle.address", "heddle.reply");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldSayWhyItCannotAttachInOneSentence(Jdk jdk) throws Exception {
    Jdk image = image(jdk);
    JavaProcess.Builder closed = JavaProcess.with(jdk).bare().jvm("-XX:+DisableAttachMechanism");
    try (ControlledApplication application = ControlledApplication.start(closed)) {
      ProcessResult refused = Cli.on(image).run("attach", application.process().pid());
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err().lines())
          .containsExactly(
              "PID "
                  + application.process().pid()
                  + " does not let itself be attached (-XX:+DisableAttachMechanism).");
      assertThat(application.process().stdout()).doesNotContain("Full thread dump");
    }
    ProcessResult none = Cli.on(image).run("attach", 4_000_000);
    assertThat(none.err().lines()).containsExactly("There is no process 4000000.");
  }

  private Jdk image(Jdk jdk) throws Exception {
    Path home = directory.resolve("image-" + jdk.feature());
    if (!Files.isDirectory(home)) {
      ProcessResult linked =
          ProcessResult.of(
              jdk.tool("jlink"), "--add-modules", MODULES, "--output", home.toString());
      assertThat(linked.status()).as(linked.toString()).isZero();
    }
    return new Jdk(jdk.feature(), home);
  }
}
