package io.heddle.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM loads when there is no file. */
class ColdStartTest {
  @TempDir private Path directory;

  /** Runs in a JVM of its own. */
  static final class Start {
    public static void main(String[] args) throws ConfigException {
      Properties properties = new Properties();
      properties.setProperty("heddle.packs", "jdk,mcp");
      Map<String, String> variables = Map.of("HEDDLE_EXEC_SUCCESSEXITS_GREP", "0,1");
      Config.load("exporter.port=0,limits.cells=16MiB", properties, variables);
    }
  }

  @Test
  void shouldLoadNothingSlowWithoutFile() throws IOException, InterruptedException {
    String classes = loadedClasses();
    assertThat(classes).contains("io.heddle.agent.config.ConfigReader");
    for (String slow :
        List.of(
            "org.snakeyaml",
            "java.util.regex.",
            "java.util.stream.",
            "java.util.Formatter",
            "StringConcatFactory",
            "LambdaMetafactory",
            "io.heddle.agent.yaml.YamlReader",
            "io.heddle.registry.snapshot.BucketLayout",
            "$$Lambda")) {
      assertThat(classes.lines().filter(line -> line.contains(slow))).as(slow).isEmpty();
    }
  }

  private String loadedClasses() throws IOException, InterruptedException {
    Path out = directory.resolve("classes.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + out,
                "-cp",
                System.getProperty("java.class.path"),
                Start.class.getName())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    String all = Files.readString(out);
    // the JVM itself loads some of them before main
    return all.substring(all.indexOf(Start.class.getName()));
  }
}
