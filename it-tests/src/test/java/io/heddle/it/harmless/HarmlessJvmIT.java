package io.heddle.it.harmless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Odd JVMs: flags, locales, small images, tools of the JDK, the agent given more than once. */
class HarmlessJvmIT {
  private static final String RULE =
      "rules: [ { id: step, type: com.acme.harness.Work, method: step } ]\n";
  private static final String STARTED = "heddle_call_started_total";

  private static final int FIXED_PORT = 19_464;

  @TempDir Path directory;

  static Stream<Arguments> options() throws IOException {
    return Jdk.all().stream()
        .flatMap(
            jdk ->
                Stream.of(
                        "-Xshare:off",
                        "-Xint",
                        "-XX:+UseZGC",
                        "-XX:+UseSerialGC",
                        "-Xmx32m",
                        "-Xss228k",
                        "-XX:ActiveProcessorCount=1",
                        "-Dfile.encoding=US-ASCII",
                        "-Duser.language=tr -Duser.country=TR",
                        "-Djava.util.logging.manager=no.such.M",
                        "-Djavax.management.builder.initial=no.such.B",
                        "-Djava.io.tmpdir=/no/such/directory",
                        "-Djava.security.manager=allow")
                    .filter(option -> jdk.feature() < 24 || !option.contains("security"))
                    .map(option -> Arguments.of(jdk, option)));
  }

  /** With a rule, a process and a scrape: what loads late must be as quiet as what loads first. */
  @ParameterizedTest
  @MethodSource("options")
  void shouldMeasureAndStaySilentWithOption(Jdk jdk, String options) throws Exception {
    String[] split = options.split(" ", -1);
    ProcessResult bare;
    try (ControlledApplication application =
        ControlledApplication.start(JavaProcess.with(jdk).bare().jvm(split))) {
      application.execute("run 2");
      application.execute("work 5");
      bare = application.end();
    }
    try (ControlledApplication application =
        ControlledApplication.start(JavaProcess.with(jdk).config(RULE).jvm(split))) {
      application.execute("run 2");
      application.execute("work 5");
      Scrape scrape = application.process().scrape();
      assertThat(scrape.sum("heddle_exec_started_total")).isEqualTo(2);
      assertThat(scrape.sum(STARTED)).isEqualTo(5);
      application.end().assertServedBeside(bare);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldWorkInASmallImage(Jdk jdk) throws Exception {
    Path image = directory.resolve("image");
    ProcessResult jlink =
        ProcessResult.of(
            jdk.tool("jlink"),
            "--add-modules",
            "java.base,java.instrument",
            "--output",
            image.toString());
    assumeTrue(jlink.status() == 0, () -> jdk + " cannot link an image: " + jlink);
    Jdk small = new Jdk(jdk.feature(), image);
    ProcessResult bare = hello(small).bare().runToEnd();
    try (JavaProcess first =
        JavaProcess.with(small).config(RULE).run("com.acme.harmless.ExitApp", "wait").start()) {
      Scrape scrape = first.awaitOutput("waiting").scrape();
      assertThat(scrape.sum("heddle_exec_started_total")).isEqualTo(1);
    }
    hello(small).runToEnd().assertServedBeside(bare);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldStartOnceWhenGivenTwice(Jdk jdk) throws Exception {
    ProcessResult bare = hello(jdk).bare().runToEnd();
    Path copy = Files.copy(JavaProcess.JAR, directory.resolve("copy.jar"));
    for (Path jar : List.of(JavaProcess.JAR, copy)) {
      ProcessResult result = hello(jdk).jvm("-javaagent:" + jar + "=exporter.port=0").runToEnd();
      result.assertSameBeside(bare);
      assertThat(result.agentLines()).as("our lines").hasSize(2);
      assertThat(result.agentLines().get(0)).startsWith("heddle: http://127.0.0.1:");
      assertThat(result.agentLines().get(1)).startsWith("heddle: this agent is ignored");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldCountOnceWhenAttachedAfterPremain(Jdk jdk) throws Exception {
    try (ControlledApplication application = ControlledApplication.start(JavaProcess.with(jdk))) {
      long pid = application.process().pid();
      ProcessResult again = Cli.on(jdk).run("attach", pid, "exporter.port=0");
      assertThat(again.status()).as(again.toString()).isZero();
      assertThat(again.out()).contains("already").contains(application.process().address());
      assertThat(Cli.on(jdk).run("attach", pid, "exporter.port=0,log=info").status()).isEqualTo(1);
      application.execute("run 3");
      assertThat(application.process().scrape().sum("heddle_exec_started_total")).isEqualTo(3);
      assertThat(application.end().agentLines()).hasSize(1);
    }
  }

  /** A fixed port in JAVA_TOOL_OPTIONS, which every JVM below inherits. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLeaveChildrenAndToolsOfTheJdkAlone(Jdk jdk) throws Exception {
    Path source = Files.writeString(directory.resolve("Broken.java"), "class Broken { int i = }");
    Path store = directory.resolve("store");
    List<List<String>> tools =
        List.of(
            tool(jdk, "javac", source.toString()),
            tool(jdk, "javac", "-version"),
            tool(jdk, "jps", "-help"),
            tool(jdk, "jar", "--version"),
            tool(jdk, "keytool", "-list", "-keystore", store.toString()),
            tool(jdk, "javap", "-cp", directory.toString(), "java.lang.Runnable"));
    for (List<String> tool : tools) {
      ProcessResult bare = ProcessResult.of(tool, Map.of());
      ProcessResult with = ProcessResult.of(tool, everywhere(FIXED_PORT));
      assertThat(with.agentLines()).as("%s", tool).isEmpty();
      with.assertSameBeside(bare);
    }
    List<String> all = new ArrayList<>(hello(jdk).bare().command());
    for (List<String> tool : tools) {
      all.add("--");
      all.addAll(tool);
    }
    List<String> parent =
        JavaProcess.with(jdk).bare().run("com.acme.harmless.CommandsApp").run(array(all)).command();
    ProcessResult.of(parent, everywhere(FIXED_PORT))
        .assertSameBeside(ProcessResult.of(parent, Map.of()));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLetEveryJvmStartOnOneFixedPort(Jdk jdk) throws Exception {
    List<String> hello = hello(jdk).bare().command();
    List<String> version = List.of(jdk.java().toString(), "-version");
    ProcessResult bare = ProcessResult.of(version, Map.of());
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> options = everywhere(taken.getLocalPort());
      ProcessResult result = ProcessResult.of(hello, options);
      assertThat(result.status()).isZero();
      assertThat(result.out()).isEqualTo("hello\n");
      assertThat(result.agentLines()).hasSize(1);
      assertThat(result.agentLines().get(0))
          .contains("(port " + taken.getLocalPort() + " is taken)");
      ProcessResult.of(version, options).assertSameBeside(bare);
    }
  }

  private static JavaProcess.Builder hello(Jdk jdk) {
    return JavaProcess.with(jdk).run("com.acme.harness.HelloApp");
  }

  private static List<String> tool(Jdk jdk, String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of(jdk.tool(name).toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Map<String, String> everywhere(int port) {
    return Map.of("JAVA_TOOL_OPTIONS", "-javaagent:" + JavaProcess.JAR + "=exporter.port=" + port);
  }

  private static String[] array(List<String> list) {
    return list.toArray(new String[0]);
  }
}
