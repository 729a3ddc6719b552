package io.heddle.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
