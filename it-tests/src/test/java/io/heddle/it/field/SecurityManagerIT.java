package io.heddle.it.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Security managers, which JDK 24 and later do not have. Under one Heddle is off and says so, since
 * what it does on a thread of the application would be judged as if the application did it.
 */
class SecurityManagerIT {
  private static final String RULES =
      """
      rules:
        - { id: all, type: com.acme.field.ManagedApp*, family: tool, labels: { tool: $1.getClass } }
        - { id: sub, type: java.lang.Runnable, subtypes: true }
      """;

  @TempDir Path directory;

  private static Stream<Jdk> jdks() throws IOException {
    return Jdk.all().stream().filter(jdk -> jdk.feature() < 24);
  }

  static Stream<Arguments> options() throws IOException {
    return jdks()
        .flatMap(
            jdk ->
                Stream.of("-Djava.security.manager", "-Djava.security.manager=default")
                    .map(option -> Arguments.of(jdk, option)));
  }

  @ParameterizedTest
  @MethodSource("options")
  void shouldBeOffUnderOne(Jdk jdk, String option) throws Exception {
    Path nothing = Files.writeString(directory.resolve("nothing.policy"), "grant { };\n");
    Path all =
        Files.writeString(
            directory.resolve("all.policy"),
            "grant codeBase \"file:"
                + JavaProcess.JAR
                + "\" { permission java.security.AllPermission; };\n");
    for (Path policy : List.of(nothing, all)) {
      String file = "-Djava.security.policy=" + policy;
      ProcessResult bare = used(JavaProcess.with(jdk).bare().jvm(option, file));
      ProcessResult result = used(JavaProcess.with(jdk).config(RULES).jvm(option, file));
      assertThat(result.assertOffBeside(bare)).contains("security manager");
    }
  }

  /** Once the application has installed one, it is as if Heddle had never been there. */
  @ParameterizedTest
  @MethodSource("jdks")
  void shouldLeaveWhenTheApplicationInstallsOne(Jdk jdk) throws Exception {
    for (String kind : new String[] {"install", "install-loud"}) {
      ProcessResult bare;
      try (ControlledApplication application = application(JavaProcess.with(jdk).bare())) {
        application.execute("use");
        application.execute(kind);
        application.execute("use");
        bare = application.end();
      }
      try (ControlledApplication application = application(JavaProcess.with(jdk).config(RULES))) {
        URI address = URI.create(application.process().address());
        application.execute("use");
        assertThat(application.process().scrape().sum("heddle_tool_started_total")).isPositive();
        application.execute(kind);
        application.execute("use");
        Await.until(() -> isListening(address), listening -> !listening);
        ProcessResult result = application.end();
        result.assertSameBeside(bare);
        assertThat(result.agentLines()).hasSize(2);
        assertThat(result.agentLines().get(1))
            .contains("off, the application has installed a security");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void shouldRefuseToBeAttachedUnderOne(Jdk jdk) throws Exception {
    Path all =
        Files.writeString(
            directory.resolve("all.policy"),
            "grant { permission java.security.AllPermission; };\n");
    try (ControlledApplication application =
        application(
            JavaProcess.with(jdk)
                .bare()
                .jvm("-Djava.security.manager", "-Djava.security.policy=" + all))) {
      application.execute("use");
      ProcessResult attach =
          Cli.on(jdk).run("attach", application.process().pid(), "exporter.port=0");
      assertThat(attach.status()).isEqualTo(1);
      assertThat(attach.err().lines()).singleElement().asString().contains("security manager");
      application.execute("use");
      assertThat(application.end().agentLines()).isEmpty();
    }
  }

  private static boolean isListening(URI address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static ProcessResult used(JavaProcess.Builder builder) throws Exception {
    try (ControlledApplication application = application(builder)) {
      application.execute("use");
      application.execute("use");
      return application.end();
    }
  }

  private static ControlledApplication application(JavaProcess.Builder builder) throws Exception {
    return ControlledApplication.start(builder, "com.acme.field.ManagedApp");
  }
}
