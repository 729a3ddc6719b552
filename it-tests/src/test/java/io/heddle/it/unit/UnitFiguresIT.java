package io.heddle.it.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Kernel;
import io.heddle.it.harness.Programs;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.Talk;
import io.heddle.it.harness.UnitView;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What units used is what the kernel says that they used, at the same moment. */
class UnitFiguresIT {
  private static final int MEBI = 1 << 20;
  private static final int HELD = 64 * MEBI;
  private static final int WRITTEN = 16 * MEBI;

  /** Says that it idles, idles for 3 s, and ends. */
  private static final String IDLE = "echo idle; sleep 3";

  private static final String BURN = "i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done; " + IDLE;

  /** dd reads the whole block into memory, and then waits for somebody to read it. */
  private static final String HOLD = "exec dd if=/dev/zero bs=64M count=1 2>/dev/null";

  /** A real disk: where tests are built. */
  @TempDir(factory = InTarget.class)
  private Path disk;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldChargeProcessorTimeAsTheKernelDoes(Jdk jdk) throws Exception {
    try (Programs programs = Programs.named("burner", "short");
        Talk talk = Talk.start(JavaProcess.with(jdk), "com.acme.unit.Brood")) {
      UnitView units = new UnitView(talk.process());
      String burner = programs.path("burner").toString();
      String[] two = talk.ask("several 2 " + burner + " " + BURN).split(" ", -1);
      // a sum of two of one program
      double seconds = 0;
      for (String pid : two) {
        talk.ask("byte " + pid);
        seconds += Kernel.cpuSeconds(Long.parseLong(pid));
      }
      Scrape during = units.awaitRounds(1);
      for (String pid : two) {
        assertThat(talk.ask("wait " + pid)).isEqualTo("exit 0");
      }
      assertChildrenAsCharged(talk);
      talk.ask(
          "run 20 " + programs.path("short") + " i=0; while [ $i -lt 999 ]; do i=$((i+1)); done");
      assertChildrenAsCharged(talk);
      Scrape after = units.awaitRounds(1);
      UnitView.assertNoneFell(during, after);
      assertThat(seconds).as("seconds that two children burned").isGreaterThan(.1);
      assertThat(UnitView.figure(after, "cpu_seconds_total", "burner"))
          .isCloseTo(seconds, withinPercentage(5));
      assertThat(UnitView.figure(after, "up", "burner")).isZero();
      assertThat(units.named("burner")).hasSize(2).noneMatch(UnitView::isUp);
      assertThat(after.value("heddle_children_cpu_seconds_total")).isGreaterThan(seconds);
    }
  }

  /** The kernel's figure does not fall: what is read in between lies in between. */
  private static void assertChildrenAsCharged(Talk talk) throws IOException {
    long pid = talk.process().pid();
    double before = Kernel.childrenCpuSeconds(pid);
    double told = talk.process().scrape().value("heddle_children_cpu_seconds_total");
    assertThat(told).isBetween(before - 1e-6, Kernel.childrenCpuSeconds(pid) + 1e-6);
    assertThat(told).isPositive();
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldKnowMemoryAndBytesOfTheDiskAsTheKernelDoes(Jdk jdk) throws Exception {
    Path file = disk.resolve("written");
    String write = "dd if=/dev/zero of=" + file + " bs=1M count=16 conv=fsync 2>/dev/null; ";
    // past what the kernel keeps in memory
    String read = "dd if=" + file + " of=/dev/null bs=1M iflag=direct 2>/dev/null || exit 9; ";
    try (Programs programs = Programs.named("disk", "holder");
        Talk talk = Talk.start(JavaProcess.with(jdk), "com.acme.unit.Brood")) {
      String several = talk.ask("several 2 " + programs.path("holder") + " " + HOLD);
      String pid = talk.ask("start " + programs.path("disk") + " " + write + read + IDLE);
      assumeTrue(
          !talk.ask("byte " + pid).equals("-1"),
          () -> "no file here can be read past the kernel's memory: " + disk);
      double bytesRead = Kernel.readBytes(Long.parseLong(pid));
      double bytesWritten = Kernel.writtenBytes(Long.parseLong(pid));
      String[] holders = several.split(" ", -1);
      for (String holder : holders) {
        talk.ask("byte " + holder);
      }
      Scrape during = new UnitView(talk.process()).awaitRounds(1);
      assertResident(talk.process(), during, holders);
      assertThat(talk.ask("wait " + pid)).isEqualTo("exit 0");
      Scrape after =
          Await.until(talk.process()::scrape, scrape -> UnitView.figure(scrape, "up", "disk") == 0);
      UnitView.assertNoneFell(during, after);
      assertThat(bytesWritten).isCloseTo(WRITTEN, withinPercentage(5));
      assertThat(bytesRead).isGreaterThanOrEqualTo(WRITTEN);
      for (Scrape scrape : new Scrape[] {during, after}) {
        assertThat(UnitView.figure(scrape, "written_bytes_total", "disk"))
            .isCloseTo(bytesWritten, withinPercentage(5));
        assertThat(UnitView.figure(scrape, "read_bytes_total", "disk"))
            .isCloseTo(bytesRead, withinPercentage(5));
      }
      assertThat(after.has("heddle_unit_resident_memory_bytes{unit=\"disk\"}")).isFalse();
    }
  }

  /** Two of one program are summed up. */
  private static void assertResident(JavaProcess process, Scrape scrape, String... holders)
      throws IOException {
    UnitView units = new UnitView(process);
    double sum = 0;
    for (String pid : holders) {
      double kernel = Kernel.residentBytes(Long.parseLong(pid));
      assertThat(kernel).isGreaterThan(HELD);
      String id = UnitView.id(units.of(Long.parseLong(pid)));
      Json latest = units.samples(id, "?limit=1").list().get(0);
      assertThat(latest.get("rss_bytes").number()).isCloseTo(kernel, withinPercentage(20));
      sum += kernel;
    }
    assertThat(UnitView.figure(scrape, "up", "holder")).isEqualTo(holders.length);
    assertThat(UnitView.figure(scrape, "resident_memory_bytes", "holder"))
        .isCloseTo(sum, withinPercentage(20));
    // a JVM that has just begun grows between the sample and the look at the kernel
    double apart = Await.until(() -> apart(process), share -> share <= 0.2);
    assertThat(apart).isBetween(0.0, 0.2);
  }

  /** How far the figure of the JVM itself is from the kernel's, as a share of it. */
  private static double apart(JavaProcess process) throws IOException {
    double kernel = Kernel.residentBytes(process.pid());
    double told = UnitView.figure(process.scrape(), "resident_memory_bytes", "java");
    return Math.abs(told - kernel) / kernel;
  }
}
