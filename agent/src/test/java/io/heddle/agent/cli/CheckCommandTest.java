package io.heddle.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.pack.PackFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  private static final byte[] INDEX =
      "exec.yaml\ttype\tjava.lang.ProcessImpl\n".getBytes(StandardCharsets.UTF_8);

  private final Session session = new Session();
  private final CheckCommand command =
      new CheckCommand(new PackFiles(name -> new ByteArrayInputStream(INDEX)));

  @TempDir private Path directory = Path.of("");

  @Test
  void shouldAcceptAFileWithoutProblems() throws IOException {
    Path file = write("exporter:\n  port: 0\npacks: [ exec ]\n");
    assertThat(session.run(command, file.toString())).isEqualTo(0);
    assertThat(session.out()).containsExactly(file + " is valid.");
  }

  @Test
  void shouldPrintProblemsAndCountThem() throws IOException {
    Path file = write("exporter:\n  port: 70000\npacks: [ nosuchpack ]\n");
    assertThat(session.run(command, file.toString())).isEqualTo(1);
    assertThat(session.out()).hasSize(2);
    assertThat(session.out().get(0)).startsWith(file + ":2:");
    assertThat(session.out().get(1)).startsWith(file + ":3:").contains("exec");
    assertThat(session.err()).containsExactly(file + " has 2 problems.");
  }

  @Test
  void shouldLetAnyPackPassWithoutAnIndex() throws IOException {
    Path file = write("packs: [ nosuchpack ]\n");
    CheckCommand unpacked = new CheckCommand(new PackFiles(name -> null));
    assertThat(session.run(unpacked, file.toString())).isEqualTo(0);
  }

  @Test
  void shouldSayThatAFileIsMissing() {
    Path file = directory.resolve("none.yaml");
    assertThat(session.run(command, file.toString())).isEqualTo(1);
    assertThat(session.err()).containsExactly("There is no file " + file + ".");
  }

  @Test
  void shouldRefuseADirectory() {
    assertThat(session.run(command, directory.toString())).isEqualTo(1);
    assertThat(session.err()).containsExactly(directory + " is not a readable file.");
  }

  @Test
  void shouldNeedOneFile() {
    assertThat(session.run(command)).isEqualTo(2);
    assertThat(session.err().get(0)).isEqualTo("check needs one file.");
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(directory.resolve("h.yaml"), yaml);
  }
}
