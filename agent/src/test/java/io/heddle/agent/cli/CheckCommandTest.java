package io.heddle.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  private final Session session = new Session();

  @Test
  void shouldAcceptAFileWithoutProblems(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("h.yaml"));
    assertThat(session.run(new CheckCommand(f -> List.of()), file.toString())).isEqualTo(0);
    assertThat(session.out()).containsExactly(file + " is valid.");
  }

  @Test
  void shouldPrintProblemsAndCountThem(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("h.yaml"));
    CheckCommand command = new CheckCommand(f -> List.of("h.yaml:1:2: one", "h.yaml:3:4: two"));
    assertThat(session.run(command, file.toString())).isEqualTo(1);
    assertThat(session.out()).containsExactly("h.yaml:1:2: one", "h.yaml:3:4: two");
    assertThat(session.err()).containsExactly(file + " has 2 problems.");
  }

  @Test
  void shouldSayThatAFileIsMissing(@TempDir Path directory) {
    Path file = directory.resolve("none.yaml");
    assertThat(session.run(new CheckCommand(f -> List.of()), file.toString())).isEqualTo(1);
    assertThat(session.err()).containsExactly("There is no file " + file + ".");
  }

  @Test
  void shouldRefuseADirectory(@TempDir Path directory) {
    assertThat(session.run(new CheckCommand(f -> List.of()), directory.toString())).isEqualTo(1);
    assertThat(session.err()).containsExactly(directory + " is not a readable file.");
  }

  @Test
  void shouldNeedOneFile() {
    assertThat(session.run(new CheckCommand(f -> List.of()))).isEqualTo(2);
    assertThat(session.err().get(0)).isEqualTo("check needs one file.");
  }
}
