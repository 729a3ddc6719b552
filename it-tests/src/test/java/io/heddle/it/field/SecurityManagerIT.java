package io.heddle.it.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Ran;
import io.heddle.it.harness.Talk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Security managers, which JDK 24 and later do not have. Under one Heddle is off and says so, since
 * what it does on a thread of the application would be judged as if the application did it.
 */
@Tag("concurrent")
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
      Ran bare = used(JavaProcess.with(jdk).bare().jvm(option, file));
      Ran ran = used(JavaProcess.with(jdk).config(RULES).jvm(option, file));
      assertThat(ran.assertOffBeside(bare)).contains("security manager");
    }
  }

  /** Once the application has installed one, it is as if Heddle had never been there. */
  @ParameterizedTest
  @MethodSource("jdks")
  void shouldLeaveWhenTheApplicationInstallsOne(Jdk jdk) throws Exception {
    for (String kind : new String[] {"install", "install-loud"}) {
      Ran bare;
      try (Talk talk = application(JavaProcess.with(jdk).bare())) {
        talk.ask("use");
        talk.ask(kind);
        talk.ask("use");
        bare = talk.end();
      }
      try (Talk talk = application(JavaProcess.with(jdk).config(RULES))) {
        URI address = URI.create(talk.process().address());
        talk.ask("use");
        assertThat(talk.process().scrape().sum("heddle_tool_started_total")).isPositive();
        talk.ask(kind);
        talk.ask("use");
        Await.until(() -> isListening(address), listening -> !listening);
        Ran ran = talk.end();
        ran.assertSameBeside(bare);
        assertThat(ran.ours()).hasSize(2);
        assertThat(ran.ours().get(1)).contains("off, the application has installed a security");
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
    try (Talk talk =
        application(
            JavaProcess.with(jdk)
                .bare()
                .jvm("-Djava.security.manager", "-Djava.security.policy=" + all))) {
      talk.ask("use");
      Ran attach = Cli.on(jdk).run("attach", talk.process().pid(), "exporter.port=0");
      assertThat(attach.status()).isEqualTo(1);
      assertThat(attach.err().lines()).singleElement().asString().contains("security manager");
      talk.ask("use");
      assertThat(talk.end().ours()).isEmpty();
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

  private static Ran used(JavaProcess.Builder builder) throws Exception {
    try (Talk talk = application(builder)) {
      talk.ask("use");
      talk.ask("use");
      return talk.end();
    }
  }

  private static Talk application(JavaProcess.Builder builder) throws Exception {
    return Talk.start(builder, "com.acme.field.ManagedApp");
  }
}
