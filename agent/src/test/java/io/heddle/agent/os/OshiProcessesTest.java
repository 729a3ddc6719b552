package io.heddle.agent.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OSHI runs on Linux too, where it can be held against {@code /proc}. */
class OshiProcessesTest {
  private final OshiProcesses source = new OshiProcesses();
  private final ProcessReading reading = new ProcessReading();

  @AfterEach
  void forgetSettings() {
    System.clearProperty("jna.boot.library.path");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldAgreeWithTheFilesOfABusyChild() throws Exception {
    Process child = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      ProcFiles files = new ProcFiles();
      ProcessReading other = new ProcessReading();
      while (files.read(child.pid(), other) && other.cpuTicks < 50) {
        Thread.sleep(10);
      }
      assertThat(source.read(child.pid(), reading)).isTrue(); // loads it all
      assertThat(source.read(child.pid(), reading)).isTrue();
      assertThat(files.read(child.pid(), other)).isTrue();
      assertThat(reading.residentBytes)
          .isCloseTo(other.residentBytes, Percentage.withPercentage(20));
      double seconds = reading.cpuTicks * source.tickNanos() / 1e9;
      assertThat(seconds)
          .isPositive()
          .isCloseTo(other.cpuTicks * files.tickNanos() / 1e9, within(0.3));
      assertThat(reading.start).isCloseTo(System.currentTimeMillis(), within(60_000L)).isPositive();
      long start = reading.start;
      assertThat(source.read(child.pid(), reading)).isTrue();
      assertThat(reading.start).isEqualTo(start);
      assertThat(source.program(child.pid())).isEqualTo(files.program(child.pid()));
      assertThat(source.childrenTicks()).isEqualTo(ProcessReading.UNKNOWN);
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(source.read(child.pid(), reading)).isFalse();
    assertThat(reading.start).isEqualTo(ProcessReading.UNKNOWN);
    assertThat(source.program(child.pid())).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L + Integer.MAX_VALUE})
  void shouldFindNoSuchProcess(long pid) {
    assertThat(source.read(pid, reading)).isFalse();
    assertThat(source.program(pid)).isNull();
  }

  @Test
  void shouldLeaveANativeLibraryOfTheApplicationsAlone() {
    System.setProperty("jna.boot.library.path", "/opt/app/lib");
    assertThat(source.read(ProcessHandle.current().pid(), reading)).isFalse();
    assertThat(source.program(ProcessHandle.current().pid())).isNull();
  }

  @Test
  void shouldBeChosenWhereThereIsNoProc() {
    assertThat(ProcessSources.forSystem("Linux")).isInstanceOf(ProcFiles.class);
    assertThat(ProcessSources.forSystem("Mac OS X")).isInstanceOf(OshiProcesses.class);
    assertThat(ProcessSources.forSystem("Windows 11")).isInstanceOf(OshiProcesses.class);
    assertThat(ProcessSources.forThisSystem()).isNotNull();
  }
}
