package io.heddle.agent.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramNameTest {
  @TempDir Path directory;

  private @Nullable String name(String kept, @Nullable String executable, String... words)
      throws Exception {
    Path file = directory.resolve("cmdline");
    Files.writeString(file, String.join("\0", words) + "\0");
    return ProgramName.of(kept, executable, file.toString());
  }

  @Test
  void shouldBeThatOfTheExecutable() throws Exception {
    assertThat(name("sleep", "sleep", "sleep", "300")).isEqualTo("sleep");
    assertThat(name("a-long-program-", "a-long-program-name", "/opt/other"))
        .isEqualTo("a-long-program-name");
  }

  @Test
  void shouldBeThatOfALink() throws Exception {
    assertThat(name("sh", "dash", "/bin/sh", "-c", "true")).isEqualTo("sh");
    assertThat(name("a-link-of-a-lon", "busybox", "/opt/a-link-of-a-long-name", "x"))
        .isEqualTo("a-link-of-a-long-name");
  }

  @Test
  void shouldBeThatOfAScript() throws Exception {
    assertThat(name("backup.sh", "bash", "/bin/bash", "/opt/backup.sh", "secret"))
        .isEqualTo("backup.sh");
  }

  @Test
  void shouldNeverBeWhatAProcessWroteThere() throws Exception {
    assertThat(name("postgres", "postgres", "postgres: alice secrets 10.0.0.1(5432) idle"))
        .isEqualTo("postgres");
    assertThat(name("node-MainThread", "node", "/x/password", "/y/password")).isEqualTo("node");
    assertThat(name("kept", null, "/x/password")).isEqualTo("kept");
  }

  @Test
  void shouldBeWhatTheKernelKeepsWhereNothingElseCanBeRead() {
    assertThat(ProgramName.of("kept", null, directory.resolve("absent").toString()))
        .isEqualTo("kept");
    assertThat(ProgramName.of(null, null, directory.resolve("absent").toString())).isNull();
  }
}
