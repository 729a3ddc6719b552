package io.heddle.agent.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TargetProcessTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldRefuseAProcessThatWouldDieOfTheAttachSignal() throws IOException {
    Process sleep = new ProcessBuilder("sleep", "60").start();
    try {
      assertThatThrownBy(() -> TargetProcess.requireAttachable(sleep.pid()))
          .hasMessageStartingWith("Process " + sleep.pid() + " is not a JVM");
      assertThat(sleep.isAlive()).isTrue();
    } finally {
      sleep.destroyForcibly();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldNotTakeTheSocketOfAnEarlierProcessForItsOwn() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "60").start();
    Path socket = Path.of("/tmp/.java_pid" + sleep.pid());
    try {
      Files.deleteIfExists(socket);
      Files.createFile(socket);
      assertThatCode(() -> TargetProcess.requireAttachable(sleep.pid())).doesNotThrowAnyException();
      Files.setLastModifiedTime(socket, FileTime.from(Instant.now().minusSeconds(60)));
      assertThatThrownBy(() -> TargetProcess.requireAttachable(sleep.pid()))
          .hasMessageStartingWith("Process " + sleep.pid() + " is not a JVM");
    } finally {
      sleep.destroyForcibly();
      Files.deleteIfExists(socket);
    }
  }

  @Test
  void shouldReadTheCaughtSignals() {
    assertThat(TargetProcess.takesSigquit(List.of("Name:\tjava", "SigCgt:\t2000000181005ccf")))
        .isTrue();
    assertThat(TargetProcess.takesSigquit(List.of("SigCgt:\tfffffffffffffffb"))).isFalse();
    assertThat(TargetProcess.takesSigquit(List.of("Name:\tx"))).isTrue();
  }

  @Test
  void shouldRefuseTheProcessOfAnotherUserUnlessRoot() {
    Optional<String> app = Optional.of("app");
    assertThatThrownBy(() -> TargetProcess.requireOwner(7, Optional.of("me"), app))
        .hasMessage("PID 7 belongs to user app: run this command as that user.");
    assertThatCode(
            () -> {
              TargetProcess.requireOwner(7, app, app);
              TargetProcess.requireOwner(7, Optional.of("root"), app);
              TargetProcess.requireOwner(7, Optional.of("me"), Optional.empty());
            })
        .doesNotThrowAnyException();
  }

  @Test
  void shouldRefuseItself() {
    long pid = ProcessHandle.current().pid();
    assertThatThrownBy(() -> TargetProcess.requireAttachable(pid))
        .hasMessage("PID " + pid + " is this command itself.");
  }
}
