package io.heddle.it.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.it.harness.Await;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Kernel;
import io.heddle.it.harness.Scrape;
import io.heddle.it.harness.ShellLinks;
import io.heddle.it.harness.UnitsClient;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What units used is what the kernel says that they used, at the same moment. */
@Tag("alone")
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
  @TempDir(factory = DiskTempDirFactory.class)
  private Path disk;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldChargeProcessorTimeAsTheKernelDoes(Jdk jdk) throws Exception {
    try (ShellLinks programs = ShellLinks.withNames("burner", "short");
        ControlledApplication application =
            ControlledApplication.start(JavaProcess.with(jdk), "com.acme.unit.ChildrenApp")) {
      UnitsClient units = new UnitsClient(application.process());
      String burner = programs.path("burner").toString();
      String[] two = application.execute("several 2 " + burner + " " + BURN).split(" ", -1);
      // a sum of two of one program
      double seconds = 0;
      for (String pid : two) {
        application.execute("byte " + pid);
        seconds += Kernel.cpuSeconds(Long.parseLong(pid));
      }
      Scrape during = units.awaitRounds(1);
      for (String pid : two) {
        assertThat(application.execute("wait " + pid)).isEqualTo("exit 0");
      }
      assertChildrenAsCharged(application);
      application.execute(
          "run 20 " + programs.path("short") + " i=0; while [ $i -lt 999 ]; do i=$((i+1)); done");
      assertChildrenAsCharged(application);
      Scrape after = units.awaitRounds(1);
      UnitsClient.assertNoneFell(during, after);
      assertThat(seconds).as("seconds that two children burned").isGreaterThan(.1);
      assertThat(UnitsClient.figure(after, "cpu_seconds_total", "burner"))
          .isCloseTo(seconds, withinPercentage(5));
      assertThat(UnitsClient.figure(after, "up", "burner")).isZero();
      assertThat(units.named("burner")).hasSize(2).noneMatch(UnitsClient::isUp);
      assertThat(after.value("heddle_children_cpu_seconds_total")).isGreaterThan(seconds);
    }
  }

  /** The kernel's figure does not fall: what is read in between lies in between. */
  private static void assertChildrenAsCharged(ControlledApplication application)
      throws IOException {
    long pid = application.process().pid();
    double before = Kernel.childrenCpuSeconds(pid);
    double told = application.process().scrape().value("heddle_children_cpu_seconds_total");
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
    try (ShellLinks programs = ShellLinks.withNames("disk", "holder");
        ControlledApplication application =
            ControlledApplication.start(JavaProcess.with(jdk), "com.acme.unit.ChildrenApp")) {
      String several = application.execute("several 2 " + programs.path("holder") + " " + HOLD);
      String pid =
          application.execute("start " + programs.path("disk") + " " + write + read + IDLE);
      assumeTrue(
          !application.execute("byte " + pid).equals("-1"),
          () -> "no file here can be read past the kernel's memory: " + disk);
      double bytesRead = Kernel.readBytes(Long.parseLong(pid));
      double bytesWritten = Kernel.writtenBytes(Long.parseLong(pid));
      String[] holders = several.split(" ", -1);
      for (String holder : holders) {
        application.execute("byte " + holder);
      }
      Scrape during = new UnitsClient(application.process()).awaitRounds(1);
      assertResident(application.process(), during, holders);
      assertThat(application.execute("wait " + pid)).isEqualTo("exit 0");
      Scrape after =
          Await.until(
              application.process()::scrape,
              scrape -> UnitsClient.figure(scrape, "up", "disk") == 0);
      UnitsClient.assertNoneFell(during, after);
      assertThat(bytesWritten).isCloseTo(WRITTEN, withinPercentage(5));
      assertThat(bytesRead).isGreaterThanOrEqualTo(WRITTEN);
      for (Scrape scrape : new Scrape[] {during, after}) {
        assertThat(UnitsClient.figure(scrape, "written_bytes_total", "disk"))
            .isCloseTo(bytesWritten, withinPercentage(5));
        assertThat(UnitsClient.figure(scrape, "read_bytes_total", "disk"))
            .isCloseTo(bytesRead, withinPercentage(5));
      }
      assertThat(after.has("heddle_unit_resident_memory_bytes{unit=\"disk\"}")).isFalse();
    }
  }

  /** Two of one program are summed up. */
  private static void assertResident(JavaProcess process, Scrape scrape, String... holders)
      throws IOException {
    UnitsClient units = new UnitsClient(process);
    double sum = 0;
    for (String pid : holders) {
      double kernel = Kernel.residentBytes(Long.parseLong(pid));
      assertThat(kernel).isGreaterThan(HELD);
      String id = UnitsClient.id(units.of(Long.parseLong(pid)));
      Json latest = units.samples(id, "?limit=1").list().get(0);
      assertThat(latest.get("rss_bytes").number()).isCloseTo(kernel, withinPercentage(20));
      sum += kernel;
    }
    assertThat(UnitsClient.figure(scrape, "up", "holder")).isEqualTo(holders.length);
    assertThat(UnitsClient.figure(scrape, "resident_memory_bytes", "holder"))
        .isCloseTo(sum, withinPercentage(20));
    // a JVM that has just begun grows between the sample and the look at the kernel
    double apart = Await.until(() -> apart(process), share -> share <= 0.2);
    assertThat(apart).isBetween(0.0, 0.2);
  }

  /** How far the figure of the JVM itself is from the kernel's, as a share of it. */
  private static double apart(JavaProcess process) throws IOException {
    double kernel = Kernel.residentBytes(process.pid());
    double told = UnitsClient.figure(process.scrape(), "resident_memory_bytes", "java");
    return Math.abs(told - kernel) / kernel;
  }
}
