package io.heddle.it.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An upgrade overwrites the agent jar while a JVM runs with it, at the start or later. */
class ReplacedJarIT {
  private static final String RULES =
      """
      rules:
        - { id: early, type: com.acme.field.ReplacedApp$Early }
        - { id: late, type: com.acme.field.ReplacedApp$Late, family: tool, labels: { tool: $1 } }
      """;
  private static final String[] PATHS = {
    "/metrics", "/api/metrics/json", "/api/rules", "/api/inflight", "/api/boxes", "/api/units"
  };
  private static final int AT_ONCE_MILLIS = 3000;

  @TempDir Path directory;
  private Path jar = Path.of("");

  /** What an upgrade leaves in the place of the jar. */
  private enum Upgrade {
    PACKED_ANEW,
    TRUNCATED,
    GARBAGE,
    OF_THE_SAME_LENGTH
  }

  @BeforeEach
  void copyJar() throws IOException {
    jar = Files.copy(JavaProcess.JAR, directory.resolve("agent.jar"));
  }

  static Stream<Arguments> upgrades() throws IOException {
    return Jdk.all().stream()
        .flatMap(jdk -> Stream.of(Upgrade.values()).map(upgrade -> Arguments.of(jdk, upgrade)));
  }

  /** Nothing of what the first woven class or scrape needs is loaded yet. */
  @ParameterizedTest
  @MethodSource("upgrades")
  void shouldLeaveTheApplicationAloneFromTheStartOn(Jdk jdk, Upgrade upgrade) throws Exception {
    ControlledApplication without = application(JavaProcess.with(jdk).bare());
    without.execute("render x");
    ProcessResult bare = used(without);
    ControlledApplication application = application(JavaProcess.with(jdk).jar(jar).config(RULES));
    String address = application.process().address();
    overwrite(upgrade);
    application.execute("render x"); // here the engine would have been made
    for (String path : PATHS) {
      assertThat(answer(address, path)).as(path).isEmpty();
    }
    ProcessResult result = used(application);
    assertThat(result.agentLines()).as(result.err()).hasSize(2);
    assertThat(result.agentLines().get(1)).contains("the agent jar was changed", jar.toString());
    result.assertSameBeside(bare);
  }

  /** What has been used goes on: counts stay exact, and scrapes are answered. */
  @ParameterizedTest
  @MethodSource("upgrades")
  void shouldGoOnWithWhatIsLoaded(Jdk jdk, Upgrade upgrade) throws Exception {
    ProcessResult bare = used(application(JavaProcess.with(jdk).bare()));
    ControlledApplication application = application(JavaProcess.with(jdk).jar(jar).config(RULES));
    String address = application.process().address();
    assertThat(application.execute("render x")).isEqualTo("x!");
    assertThat(application.execute("execute true")).isEqualTo("exit 0");
    application.process().scrape();
    overwrite(upgrade);
    for (int i = 0; i < 5; i++) {
      application.execute("render y");
      application.execute("execute true");
    }
    for (String path : PATHS) {
      answer(address, path); // within 3 s, or the client fails
    }
    Scrape scrape = application.process().scrape();
    assertThat(scrape.sum("heddle_call_started_total")).isEqualTo(6);
    assertThat(scrape.value("heddle_exec_started_total{runner=\"subprocess\",name=\"true\"}"))
        .isEqualTo(6);
    ProcessResult result = used(application);
    assertThat(result.agentLines()).as(result.err()).hasSize(2);
    assertThat(result.agentLines().get(1)).contains("the agent jar was changed");
    assertThat(result.status()).isZero();
    assertThat(result.foreignLines()).isEqualTo(bare.foreignLines());
  }

  /** The JVM has the old file open: whatever has its name now is nothing to it. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldNotNoticeThatTheFileIsMovedOrDeleted(Jdk jdk) throws Exception {
    for (boolean moved : new boolean[] {true, false}) {
      Files.copy(JavaProcess.JAR, jar, StandardCopyOption.REPLACE_EXISTING);
      try (ControlledApplication application =
          application(JavaProcess.with(jdk).jar(jar).config(RULES))) {
        if (moved) {
          Path other = Files.write(directory.resolve("other"), new byte[100]);
          Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
        } else {
          Files.delete(jar);
        }
        application.execute("render x");
        application.execute("late x");
        application.execute("execute true");
        Scrape scrape = application.process().scrape();
        assertThat(scrape.sum("heddle_call_started_total")).isEqualTo(1);
        assertThat(scrape.value("heddle_tool_started_total{tool=\"x\"}")).isEqualTo(1);
        assertThat(scrape.sum("heddle_exec_started_total")).isEqualTo(1);
        assertThat(application.end().agentLines()).hasSize(1);
      }
    }
  }

  /** Half of a detach would be worse than none: it says that the JVM has to be restarted. */
  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldAnswerTheCommandsOfTheNewJar(Jdk jdk) throws Exception {
    for (boolean warm : new boolean[] {true, false}) {
      Files.copy(JavaProcess.JAR, jar, StandardCopyOption.REPLACE_EXISTING);
      try (ControlledApplication application =
          application(JavaProcess.with(jdk).jar(jar).config(RULES))) {
        long pid = application.process().pid();
        Cli cli = new Cli(jdk, jar.toString());
        if (warm) {
          assertThat(application.execute("render x")).isEqualTo("x!");
          application.process().scrape();
          assertThat(cli.run("attach", pid).status()).as("with other settings").isEqualTo(1);
        }
        overwrite(Upgrade.PACKED_ANEW);
        for (String command : new String[] {"detach", "attach"}) {
          ProcessResult result = cli.run(command, pid);
          assertThat(result.status()).as(result.toString()).isEqualTo(1);
          assertThat(result.err().lines())
              .singleElement()
              .asString()
              .contains("the agent jar was changed", "restart the JVM");
        }
        assertThat(cli.run("list").out()).contains(Long.toString(pid));
        assertThat(application.execute("render x")).isEqualTo("x!");
        if (warm) {
          assertThat(application.process().scrape().sum("heddle_call_started_total")).isEqualTo(2);
        }
        ProcessResult result = application.end();
        assertThat(result.status()).isZero();
        assertThat(result.agentLines()).as(result.err()).hasSize(2);
      }
    }
  }

  private static ControlledApplication application(JavaProcess.Builder builder) throws IOException {
    return ControlledApplication.start(builder, "com.acme.field.ReplacedApp");
  }

  private static ProcessResult used(ControlledApplication application) throws Exception {
    try (application) {
      assertThat(application.execute("render x")).isEqualTo("x!");
      assertThat(application.execute("late x")).isEqualTo("x?");
      assertThat(application.execute("execute false")).isEqualTo("exit 1");
      assertThat(application.execute("kill")).isEqualTo("exit 137");
      return application.end();
    }
  }

  /** In place, as cp, rsync --inplace and docker cp do. */
  private void overwrite(Upgrade upgrade) throws IOException {
    byte[] bytes =
        switch (upgrade) {
          case PACKED_ANEW -> packedAnew();
          case TRUNCATED -> new byte[0];
          case GARBAGE -> "no jar at all\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
          case OF_THE_SAME_LENGTH -> new byte[Math.toIntExact(Files.size(jar))];
        };
    var modified = Files.getLastModifiedTime(jar);
    Files.write(jar, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    if (upgrade == Upgrade.OF_THE_SAME_LENGTH) {
      Files.setLastModifiedTime(jar, modified);
    }
  }

  private static byte[] packedAnew() throws IOException {
    Path other = Files.createTempFile("heddle-it", ".jar");
    try (ZipFile in = new ZipFile(JavaProcess.JAR.toFile());
        OutputStream file = Files.newOutputStream(other);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.setLevel(1);
      Enumeration<? extends ZipEntry> entries = in.entries();
      while (entries.hasMoreElements()) {
        String name = entries.nextElement().getName();
        out.putNextEntry(new ZipEntry(name));
        try (InputStream content = in.getInputStream(in.getEntry(name))) {
          content.transferTo(out);
        }
      }
    }
    byte[] bytes = Files.readAllBytes(other);
    Files.delete(other);
    return bytes;
  }

  /** The body; empty if the server is not there, closes the connection or cannot answer. */
  private static String answer(String address, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(address + path).toURL().openConnection();
    connection.setConnectTimeout(AT_ONCE_MILLIS);
    connection.setReadTimeout(AT_ONCE_MILLIS);
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError(path + " is not refused at once", e);
    } catch (IOException e) {
      return "";
    }
  }
}
