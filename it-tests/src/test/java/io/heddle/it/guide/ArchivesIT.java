package io.heddle.it.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of docs/archives.md, word for word, each block in a directory of its own. */
class ArchivesIT {
  private static final Path PAGE = Path.of("..", "docs", "archives.md");
  private static final Path CLASSES = Path.of("target", "test-classes");
  private static final String PACKAGE = "com/acme/guide/";
  private static final String MAIN = "com.acme.guide.ArchivedApp";
  private static final String RULES =
      """
      exporter: { port: 0 }
      rules: [ { id: render, type: "com.acme.guide.ArchivedApp$Renderer", method: render } ]
      """;

  @TempDir private Path directory;

  /** A block of the page, and a JDK that the heading, or the paragraph above it, names. */
  private record Block(Jdk jdk, String heading, List<String> lines) {
    @Override
    public String toString() {
      return jdk + ": " + heading + ": " + lines.get(0);
    }
  }

  static Stream<Arguments> recipes() throws IOException {
    return blocks("```sh").stream().map(Arguments::of);
  }

  static Stream<Arguments> refusals() throws IOException {
    return blocks("```text").stream().map(Arguments::of);
  }

  private static List<Block> blocks(String fence) throws IOException {
    List<Block> blocks = new ArrayList<>();
    String names = "";
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    boolean wanted = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("```")) {
        if (inside && wanted) {
          add(blocks, names, List.copyOf(lines));
        }
        inside = !inside;
        wanted = line.equals(fence);
        lines.clear();
      } else if (inside) {
        lines.add(line);
      } else if (line.startsWith("## ") || line.startsWith("JDK ")) {
        names = line;
      }
    }
    return blocks;
  }

  private static void add(List<Block> blocks, String names, List<String> lines) throws IOException {
    assertThat(names).as("the JDK of %s", lines).containsPattern("JDK (17|25)");
    for (Jdk jdk : Jdk.all()) {
      if (names.matches(".*\\b" + jdk.feature() + "\\b.*")) {
        blocks.add(new Block(jdk, names, lines));
      }
    }
  }

  @BeforeEach
  void pack() throws IOException {
    Files.copy(JavaProcess.JAR, directory.resolve("heddle-agent.jar"));
    Files.writeString(directory.resolve("heddle.yaml"), RULES);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, MAIN);
    try (OutputStream file = Files.newOutputStream(directory.resolve("app.jar"));
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (String name : List.of("ArchivedApp.class", "ArchivedApp$Renderer.class")) {
        out.putNextEntry(new ZipEntry(PACKAGE + name));
        out.write(Files.readAllBytes(CLASSES.resolve(PACKAGE + name)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void shouldUseTheArchiveThatThePageHasMade(Block block) throws Exception {
    ProcessResult plain = run(block.jdk(), "java -jar app.jar", Map.of());
    boolean isFromList = block.lines().get(0).contains("-XX:DumpLoadedClassList");
    for (String command : block.lines()) {
      if (isRun(command)) {
        assertArchiveIsUsed(block.jdk(), command, isFromList, plain);
      } else {
        ProcessResult made = run(block.jdk(), command, Map.of());
        assertThat(made.status()).as(made.toString()).isZero();
        assertThat(made.out()).doesNotContain("[error");
        if (command.contains("-jar") && !command.contains("AOTMode=create")) {
          assertThat(made.out()).contains(plain.out().lines().toList());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void shouldHearOfTheJvmWhatThePageQuotes(Block block) throws Exception {
    ProcessResult result = new ProcessResult(0, "", "");
    for (String line : block.lines()) {
      if (line.startsWith("$ ")) {
        result = run(block.jdk(), line.substring(2), Map.of());
      } else {
        assertThat(plainLines(result.out())).as(result.toString()).contains(line);
      }
    }
  }

  /** Log lines without their time and padding. */
  private static List<String> plainLines(String out) {
    return out.lines()
        .map(line -> line.replaceFirst("^\\[[0-9.]+s]", "").replaceFirst("^\\[error +]", "[error]"))
        .toList();
  }

  private static boolean isRun(String command) {
    if (command.contains("-XX:AOTCache=")) {
      return !command.contains("-XX:AOTMode=create");
    }
    return command.contains("-XX:SharedArchiveFile=")
        && !command.contains("-XX:ArchiveClassesAtExit=")
        && !command.contains("-Xshare:dump");
  }

  private void assertArchiveIsUsed(Jdk jdk, String command, boolean isFromList, ProcessResult plain)
      throws Exception {
    Path loaded = directory.resolve("loaded.log");
    Map<String, String> log =
        Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded.getFileName());
    ProcessResult result = run(jdk, command, log);
    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.out()).isEqualTo(plain.out());
    assertThat(Files.readString(loaded))
        .containsPattern(MAIN.replace(".", "\\.") + " source: shared objects file");
    if (jdk.feature() == 17 && isFromList) {
      // one of those that the JVM dies of when an agent looks at them
      assertThat(Files.readString(loaded)).containsPattern("Species_LI source: shared objects");
    }
    if (command.contains("-javaagent:")) {
      assertThat(result.agentLines()).singleElement().asString().startsWith("heddle: http://");
      Scrape scrape = new Scrape(Files.readString(directory.resolve("scrape.txt")));
      Files.delete(directory.resolve("scrape.txt"));
      assertThat(scrape.sum("heddle_call_started_total")).isEqualTo(3);
      assertThat(scrape.sum("heddle_call_completed_total")).isEqualTo(3);
      assertThat(scrape.sum("heddle_exec_started_total")).isEqualTo(1);
      assertThat(scrape.sum("heddle_exec_completed_total")).isEqualTo(1);
      assertThat(scrape.sum("heddle_self_advice_errors_total")).isZero();
    } else {
      assertThat(result.agentLines()).isEmpty();
    }
  }

  private ProcessResult run(Jdk jdk, String command, Map<String, String> environment)
      throws Exception {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    assertThat(words.get(0)).isEqualTo("java");
    words.set(0, jdk.java().toString());
    return ProcessResult.inDirectory(directory, words, environment);
  }
}
