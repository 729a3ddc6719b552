package io.heddle.it.harmless;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with configuration and ports, the application runs as without Heddle. */
class HarmlessConfigIT {
  private static final int ATTEMPTS = 16;

  @TempDir Path directory;

  static Stream<Arguments> badFiles() throws IOException {
    return onEach(
        Arguments.of("rules: [ {", ":1:"),
        Arguments.of("enabled: true\n\tlog: warn\n", ":2:"),
        Arguments.of("no_such_key: 1\n", "no_such_key"),
        Arguments.of("exporter: { port: 70000 }\n", "70000"),
        Arguments.of("a: &x [*x]\n", ""),
        Arguments.of("a: !!javax.script.ScriptEngineManager {}\n", ""),
        Arguments.of("#".repeat(2_000_000), "1 MB"));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void shouldStayOffWithOneLineOnABadFile(Jdk jdk, String yaml, String why) throws Exception {
    Path file = Files.writeString(directory.resolve("bad.yaml"), yaml);
    String line = hello(jdk, "config=" + file).assertOffBeside(bare(jdk));
    assertThat(line).contains(file.toString()).contains(why);
  }

  static Stream<Arguments> badArguments() throws IOException {
    return onEach(
        Arguments.of("config=/no/such/file.yaml", "/no/such/file.yaml"),
        Arguments.of("config=/tmp", "is a directory"),
        Arguments.of("config=", "config"),
        Arguments.of("exporter.port=70000", "0 to 65535"),
        Arguments.of("exporter.port=-1", "0 to 65535"),
        Arguments.of("exporter.port=ninety", "whole number"),
        Arguments.of("exporter.host=no.such.host.invalid", "no.such.host.invalid"),
        Arguments.of("exporter.host=192.0.2.1", "192.0.2.1"),
        Arguments.of("no.such=1", "no.such"),
        Arguments.of("gibberish", "gibberish"),
        Arguments.of("enabled=false", "enabled"));
  }

  @ParameterizedTest
  @MethodSource("badArguments")
  void shouldStayOffWithOneLineOnABadArgument(Jdk jdk, String argument, String why)
      throws Exception {
    assertThat(hello(jdk, argument).assertOffBeside(bare(jdk))).contains(why);
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldTakeAnEmptyFileAsTheDefaults(Jdk jdk) throws Exception {
    Path file = Files.createFile(directory.resolve("empty.yaml"));
    hello(jdk, "exporter.port=0,config=" + file).assertServedBeside(bare(jdk));
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldTakeTheNextFreePortAndSaySo(Jdk jdk) throws Exception {
    List<ServerSocket> taken = taken(3);
    try {
      int wanted = taken.get(0).getLocalPort();
      ProcessResult result = hello(jdk, "exporter.port=" + wanted);
      result.assertServedBeside(bare(jdk));
      assertThat(result.agentLines().get(0))
          .isEqualTo("heddle: http://127.0.0.1:%d/metrics (port %d is taken)", wanted + 3, wanted);
    } finally {
      close(taken);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldStayOffWhenAllPortsAreTaken(Jdk jdk) throws Exception {
    List<ServerSocket> taken = taken(ATTEMPTS);
    try {
      int wanted = taken.get(0).getLocalPort();
      String line = hello(jdk, "exporter.port=" + wanted).assertOffBeside(bare(jdk));
      assertThat(line).contains(wanted + " to " + (wanted + ATTEMPTS - 1));
    } finally {
      close(taken);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldNameInjectedVariablesInOneWarning(Jdk jdk) throws Exception {
    ProcessResult result =
        JavaProcess.with(jdk)
            .variable("HEDDLE_PORT", "tcp://10.0.0.1:80")
            .variable("HEDDLE_SERVICE_HOST", "10.0.0.1")
            .variable("HEDDLE_EXPORTER_PORT", "tcp://10.0.0.2:9464")
            .jvm("-Dheddle.nonsense=1")
            .run("com.acme.harness.HelloApp")
            .runToEnd();
    result.assertSameBeside(bare(jdk));
    assertThat(result.agentLines()).hasSize(2);
    assertThat(result.agentLines().get(1))
        .contains("HEDDLE_PORT", "HEDDLE_SERVICE_HOST", "HEDDLE_EXPORTER_PORT")
        .contains("-Dheddle.nonsense");
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldReadPropertyBeforeVariable(Jdk jdk) throws Exception {
    ProcessResult result =
        JavaProcess.with(jdk)
            .agent("")
            .variable("HEDDLE_EXPORTER_PORT", "70000")
            .jvm("-Dheddle.exporter.port=0")
            .run("com.acme.harness.HelloApp")
            .runToEnd();
    result.assertServedBeside(bare(jdk));
  }

  private static ProcessResult hello(Jdk jdk, String argument) throws Exception {
    return JavaProcess.with(jdk).agent(argument).run("com.acme.harness.HelloApp").runToEnd();
  }

  private static ProcessResult bare(Jdk jdk) throws Exception {
    return JavaProcess.with(jdk).bare().run("com.acme.harness.HelloApp").runToEnd();
  }

  /** As many ports in a row, listened to here, and the one after them free. */
  private static List<ServerSocket> taken(int count) throws IOException {
    for (int first = 21_000; first < 60_000; first += 50) {
      List<ServerSocket> taken = new ArrayList<>();
      try {
        for (int port = first; port <= first + count; port++) {
          taken.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        }
        taken.remove(count).close();
        return taken;
      } catch (IOException e) {
        close(taken);
      }
    }
    throw new IOException("no " + count + " ports in a row are free");
  }

  private static void close(List<ServerSocket> sockets) throws IOException {
    for (ServerSocket socket : sockets) {
      socket.close();
    }
  }

  private static Stream<Arguments> onEach(Arguments... cases) throws IOException {
    return Jdk.all().stream()
        .flatMap(jdk -> Stream.of(cases).map(one -> Arguments.of(jdk, one.get()[0], one.get()[1])));
  }
}
