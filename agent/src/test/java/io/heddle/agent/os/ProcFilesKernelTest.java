package io.heddle.agent.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Against the kernel itself. */
@EnabledOnOs(OS.LINUX)
class ProcFilesKernelTest {
  private static final long SELF = ProcessHandle.current().pid();

  private final ProcFiles source = new ProcFiles();
  private final ProcessReading reading = new ProcessReading();

  @Test
  void shouldAgreeWithTheKernelOnTheMemoryOfThisJvm() throws Exception {
    assertThat(source.read(SELF, reading)).isTrue();
    String status = Files.readString(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1);
    long kib = Long.parseLong(status.replaceAll("(?s).*VmRSS:\\s*(\\d+) kB.*", "$1"));
    assertThat(reading.residentBytes).isCloseTo(kib * 1024, Percentage.withPercentage(20));
    assertThat(source.program(SELF)).isEqualTo("java");
  }

  @Test
  void shouldAgreeWithAProcessThatBurnsOnItsTime() throws Exception {
    // tells what it thinks it spent, and waits
    String burn = "i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done; times; read end";
    Process child = new ProcessBuilder("sh", "-c", burn).start();
    try (BufferedReader out = child.inputReader()) {
      double own = seconds(out.readLine());
      assertThat(source.read(child.pid(), reading)).isTrue();
      double told = reading.cpuTicks * source.tickNanos() / 1e9;
      assertThat(told).isCloseTo(own, Percentage.withPercentage(5));
    } finally {
      end(child);
    }
  }

  /** As in "0m0.520000s 0m0.010000s": in the program, in the kernel. */
  private static double seconds(String times) {
    double sum = 0;
    for (String time : times.split(" ", -1)) {
      String[] parts = time.replace("s", "").split("m", -1);
      sum += Integer.parseInt(parts[0]) * 60 + Double.parseDouble(parts[1]);
    }
    return sum;
  }

  @Test
  void shouldAgreeOnWhatAProcessWroteAndRead(@TempDir Path folder) throws Exception {
    long mib = 1 << 20;
    String copy =
        "dd if=/dev/zero of=f bs=1M count=24 oflag=direct conv=fsync && echo written; read go;"
            + " dd if=f of=/dev/null bs=1M count=16 iflag=direct && echo read; read end";
    Process child =
        new ProcessBuilder("sh", "-c", copy)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = child.inputReader()) {
      assumeThat(out.readLine()).as("the file system takes O_DIRECT").isEqualTo("written");
      assertThat(source.read(child.pid(), reading)).isTrue();
      // what a child of it did is its own once it has waited for that child
      assertThat(reading.writtenBytes).isCloseTo(24 * mib, Percentage.withPercentage(5));
      final long before = reading.readBytes;
      child.outputWriter().append('\n').flush();
      assertThat(out.readLine()).isEqualTo("read");
      assertThat(source.read(child.pid(), reading)).isTrue();
      assertThat(reading.readBytes - before).isCloseTo(16 * mib, Percentage.withPercentage(5));
      assertThat(reading.writtenBytes).isCloseTo(24 * mib, Percentage.withPercentage(5));
    } finally {
      end(child);
    }
  }

  /** What the order of the files in {@link ProcFiles#read} rests on. */
  @Test
  void shouldNotBeAbleToReadAnOpenFileOfOneThatHasGone() throws Exception {
    Process child = new ProcessBuilder("sleep", "60").start();
    try (FileInputStream stat = new FileInputStream("/proc/" + child.pid() + "/stat");
        FileInputStream io = new FileInputStream("/proc/" + child.pid() + "/io")) {
      end(child);
      StatLine line = new StatLine();
      assertThatThrownBy(() -> line.read(stat)).isInstanceOf(IOException.class);
      assertThatThrownBy(io::read).isInstanceOf(IOException.class);
    }
    assertThat(source.read(child.pid(), reading)).isFalse();
    assertThat(source.unreadableCount()).isZero();
  }

  @Test
  void shouldSeeAZombieAsNoProcess() throws Exception {
    // sh starts one that ends soon, and becomes a program that never waits for it
    Process child = new ProcessBuilder("sh", "-c", "sleep 1 & echo $!; exec sleep 60").start();
    try (BufferedReader out = child.inputReader()) {
      long zombie = Long.parseLong(out.readLine());
      long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (source.read(zombie, reading) && System.nanoTime() < until) {
        Thread.sleep(10);
      }
      assertThat(source.read(zombie, reading)).isFalse();
      assertThat(Path.of("/proc/" + zombie + "/stat")).exists();
      assertThat(reading.start).isEqualTo(ProcessReading.UNKNOWN);
    } finally {
      end(child);
    }
  }

  @Test
  void shouldCountTheTimeOfChildrenThatHaveEnded() throws Exception {
    long before = source.childrenTicks();
    assertThat(before).isNotNegative();
    String burn = "i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done; times";
    Process child = new ProcessBuilder("sh", "-c", burn).start();
    double own;
    try (BufferedReader out = child.inputReader()) {
      own = seconds(out.readLine());
    }
    assertThat(child.waitFor()).isZero();
    double told = (source.childrenTicks() - before) * source.tickNanos() / 1e9;
    // other children of this JVM may have ended meanwhile; ticks are 10 ms
    assertThat(told).isGreaterThan(own * 0.95 - 0.02);
  }

  @Test
  void shouldBeRefusedTheBytesOfAnotherUser() {
    assumeThat(Files.isReadable(Path.of("/proc/1/io"))).as("root sees all").isFalse();
    assertThat(source.read(1, reading)).isTrue();
    assertThat(reading.readBytes).isEqualTo(ProcessReading.UNKNOWN);
    assertThat(reading.residentBytes).isPositive();
    assertThat(source.unreadableCount()).isEqualTo(1);
  }

  private static void end(Process child) throws InterruptedException {
    child.destroyForcibly().waitFor();
  }
}
