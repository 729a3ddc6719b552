package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.heddle.it.harness.AttachCommands;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.ProcessResult;
import io.heddle.it.harness.Scrape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Coming late, asking, and leaving, by the command line of the packaged jar. */
class AttachIT {
  private static final boolean LONG = Boolean.getBoolean("heddle.long");
  private static final int CYCLES = LONG ? 300 : 20;
  // the JDK's own caches fill in the first ones
  private static final int WARM_UP = LONG ? 50 : 5;
  private static final double METASPACE_GROWTH_KB = 2048;
  private static final double HEAP_GROWTH_KB = 1024;
  private static final List<String> WOVEN =
      List.of("java.lang.ProcessBuilder", "java.lang.ProcessImpl", "com.acme.harness.Work");

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldServeOnceAttachedAndRefuseOtherSettings(Jdk jdk) throws Exception {
    try (ControlledApplication application = bare(jdk)) {
      long pid = application.process().pid();
      String rules = "config=" + rules();
      String address =
          AttachCommands.address(AttachCommands.run(jdk, "attach", pid, "exporter.port=0", rules));
      measure(application, address, 4);
      assertThat(AttachCommands.run(jdk, "attach", pid, "exporter.port=0", rules))
          .contains("already", address);
      ProcessResult other = Cli.on(jdk).run("attach", pid, "exporter.port=0");
      assertThat(other.status()).isEqualTo(1);
      assertThat(other.err().lines()).singleElement().asString().contains(address);
      measure(application, address, 4 + 4);
      String list = AttachCommands.run(jdk, "list");
      assertThat(list.lines().filter(line -> line.contains(Long.toString(pid))))
          .singleElement()
          .asString()
          .contains("CommandedApp", address);
      assertThat(AttachCommands.run(jdk, "status", pid)).isNotEmpty().contains("step");
      assertThat(AttachCommands.run(jdk, "status", address)).contains("step");
      assertThat(application.end().agentLines()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldLeaveNothingBehind(Jdk jdk) throws Exception {
    Path bytesAgent = bytesAgent();
    JavaProcess.Builder builder = JavaProcess.with(jdk).bare().jvm("-javaagent:" + bytesAgent);
    try (ControlledApplication application = ControlledApplication.start(builder)) {
      List<String> before = bytes(application);
      long pid = application.process().pid();
      String address =
          AttachCommands.address(
              AttachCommands.run(jdk, "attach", pid, "exporter.port=0", "config=" + rules()));
      measure(application, address, 4);
      load(bytesAgent, pid);
      assertThat(bytes(application)).doesNotContainAnyElementsOf(before);
      String verdict = AttachCommands.run(jdk, "detach", pid);
      assertThat(verdict)
          .contains("verified: ", "report the bytes of before the first weave", address)
          .contains("stays: ")
          .doesNotContain("NOT restored");
      assertThat(bytes(application)).isEqualTo(before);
      assertThat(application.execute("threads")).doesNotContainIgnoringCase("heddle");
      assertThat(application.execute("properties"))
          .doesNotContain("heddle.address", "heddle.reply");
      assertThat(isServing(address)).isFalse();
      AttachCommands.awaitNoInstanceOfAgent(jdk, pid);
      assertThat(Cli.on(jdk).run("detach", pid).status()).isEqualTo(1);
      assertThat(application.execute("run 2")).isEqualTo("ran 2");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldComeAndGoManyTimes(Jdk jdk) throws Exception {
    JavaProcess.Builder builder = JavaProcess.with(jdk).bare().jvm("-javaagent:" + bytesAgent());
    try (ControlledApplication application = ControlledApplication.start(builder)) {
      long pid = application.process().pid();
      String rules = "config=" + rules();
      double[] warm = {};
      for (int i = 1; i <= CYCLES; i++) {
        String address =
            AttachCommands.address(
                AttachCommands.run(jdk, "attach", pid, "exporter.port=0", rules));
        measure(application, address, 4);
        assertThat(AttachCommands.run(jdk, "detach", pid)).doesNotContain("NOT");
        // between two stays, where nobody counts
        application.execute("run 1");
        application.execute("work 1");
        if (i == WARM_UP) {
          AttachCommands.awaitNoInstanceOfAgent(jdk, pid);
          warm = usedKilobytes(application);
        }
      }
      AttachCommands.awaitNoInstanceOfAgent(jdk, pid);
      double[] used = usedKilobytes(application);
      double jdkOwn = retransformedWithoutHeddle(application, 2 * (CYCLES - WARM_UP)) - used[0];
      double metaspace = used[0] - warm[0];
      double heap = used[1] - warm[1];
      System.out.printf(
          Locale.ROOT,
          "%s, attach and detach %d times: metaspace grew by %.0f KB, of which %.0f KB are the"
              + " JVM's own; the heap by %.0f KB%n",
          jdk,
          CYCLES - WARM_UP,
          metaspace,
          jdkOwn,
          heap);
      assertThat(metaspace - jdkOwn).as("metaspace").isLessThan(METASPACE_GROWTH_KB);
      assertThat(heap).as("heap").isLessThan(HEAP_GROWTH_KB);
    }
  }

  /**
   * Has another agent retransform a class as often, without a change, and returns the metaspace
   * after that: HotSpot makes new classes for the lambdas of a class that was retransformed, and
   * those of the boot loader are never unloaded.
   */
  private static double retransformedWithoutHeddle(ControlledApplication application, int times)
      throws IOException {
    for (int i = 0; i < times; i++) {
      application.execute("bytes java.lang.ProcessImpl");
      application.execute("run 1");
    }
    return usedKilobytes(application)[0];
  }

  /** Metaspace and heap after collections: the least of several looks, as some free with delay. */
  private static double[] usedKilobytes(ControlledApplication application) throws IOException {
    double[] least = {Double.MAX_VALUE, Double.MAX_VALUE};
    for (int i = 0; i < 5; i++) {
      String[] used = application.execute("used").split(" ", 2);
      least[0] = Math.min(least[0], Long.parseLong(used[0]) / 1024.0);
      least[1] = Math.min(least[1], Long.parseLong(used[1]) / 1024.0);
    }
    return least;
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldIgnoreWhatIsInFlightWhenItLeaves(Jdk jdk) throws Exception {
    try (ControlledApplication application = bare(jdk)) {
      long pid = application.process().pid();
      String rules = "config=" + rules();
      String first =
          AttachCommands.address(AttachCommands.run(jdk, "attach", pid, "exporter.port=0", rules));
      assertThat(application.execute("park")).isEqualTo("parked");
      assertThat(scrape(first).sum("heddle_call_in_flight")).isEqualTo(1);
      AttachCommands.run(jdk, "detach", pid);
      String second =
          AttachCommands.address(AttachCommands.run(jdk, "attach", pid, "exporter.port=0", rules));
      assertThat(application.execute("free")).isEqualTo("freed");
      assertThat(scrape(second).sum("heddle_call_in_flight")).isZero();
      assertThat(scrape(second).sum("heddle_call_completed_total")).isZero();
      measure(application, second, 4);
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldRefuseAnotherVersionInOneSentence(Jdk jdk) throws Exception {
    Cli other = new Cli(jdk, otherVersion().toString());
    try (ControlledApplication application = bare(jdk)) {
      long pid = application.process().pid();
      String address =
          AttachCommands.address(AttachCommands.run(jdk, "attach", pid, "exporter.port=0"));
      assertRefused(other.run("attach", pid, "exporter.port=0"), "another version");
      application.execute("run 1");
      assertThat(scrape(address).sum("heddle_exec_started_total")).isEqualTo(1);
      AttachCommands.run(jdk, "detach", pid);
      assertRefused(other.run("attach", pid, "exporter.port=0"), "another version");
      assertThat(application.execute("properties"))
          .doesNotContain("heddle.address", "heddle.reply");
    }
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldAnswerWithAnExitStatus(Jdk jdk) throws Exception {
    Path bad = Files.writeString(directory.resolve("bad.yaml"), "exporter:\n  port: x\n");
    assertThat(AttachCommands.run(jdk, "check", rules())).contains("valid");
    ProcessResult checked = Cli.on(jdk).run("check", bad);
    assertThat(checked.status()).isEqualTo(1);
    assertThat(checked.out()).contains(bad + ":2:9: ");
    assertThat(AttachCommands.run(jdk, "packs")).contains("jdk-process");
    assertThat(AttachCommands.run(jdk, "help")).contains("attach PID");
    assertThat(Cli.on(jdk).run().status()).isEqualTo(2);
    assertThat(Cli.on(jdk).run("dance").status()).isEqualTo(2);
    assertThat(Cli.on(jdk).run("attach").status()).isEqualTo(2);
    assertThat(Cli.on(jdk).run("attach", "nobody").status()).isEqualTo(2);
    assertThat(Cli.on(jdk).run("detach", 1, 2).status()).isEqualTo(2);
    assertRefused(Cli.on(jdk).run("attach", 4_000_000), "4000000");
    assertRefused(Cli.on(jdk).run("status", "http://127.0.0.1:1"), "127.0.0.1:1");
    try (ControlledApplication application = bare(jdk)) {
      long pid = application.process().pid();
      assertRefused(Cli.on(jdk).run("detach", pid), "not in");
      assertRefused(Cli.on(jdk).run("status", pid), "not in");
      assertRefused(Cli.on(jdk).run("attach", pid, "exporter.port=x"), "exporter.port");
      assertThat(application.end().agentLines()).isEmpty();
    }
  }

  /** Has 2 processes and as many steps run and finds {@code expected} of both together. */
  private static void measure(ControlledApplication application, String address, int expected)
      throws IOException {
    assertThat(application.execute("run 2")).isEqualTo("ran 2");
    assertThat(application.execute("work 2")).isEqualTo("sum 5");
    Scrape scrape = scrape(address);
    assertThat(scrape.sum("heddle_exec_started_total")).isEqualTo(expected / 2.0);
    assertThat(scrape.sum("heddle_call_started_total")).isEqualTo(expected / 2.0);
    assertThat(scrape.sum("heddle_call_completed_total")).isEqualTo(expected / 2.0);
  }

  private static void load(Path agent, long pid) throws Exception {
    VirtualMachine vm = VirtualMachine.attach(Long.toString(pid));
    try {
      vm.loadAgent(agent.toString());
    } finally {
      vm.detach();
    }
  }

  private static List<String> bytes(ControlledApplication application) throws IOException {
    return List.of(
        application.execute("bytes " + WOVEN.get(0)),
        application.execute("bytes " + WOVEN.get(1)),
        application.execute("bytes " + WOVEN.get(2)));
  }

  private static boolean isServing(String address) {
    try {
      JavaProcess.get(address, "/metrics", "*/*");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void assertRefused(ProcessResult result, String why) {
    assertThat(result.status()).as(result.toString()).isEqualTo(1);
    assertThat(result.err().lines()).singleElement().asString().contains(why);
  }

  private static Scrape scrape(String address) throws IOException {
    return new Scrape(JavaProcess.get(address, "/metrics", "text/plain"));
  }

  private static ControlledApplication bare(Jdk jdk) throws IOException {
    return ControlledApplication.start(JavaProcess.with(jdk).bare());
  }

  private Path rules() throws IOException {
    return Files.writeString(
        directory.resolve("rules.yaml"),
        "rules: [ { id: step, type: com.acme.harness.Work, method: \"*\" } ]\n");
  }

  private Path bytesAgent() throws IOException {
    return ManifestJar.writeTo(directory, "io.heddle.it.harness.ClassBytesAgent");
  }

  private Path otherVersion() throws IOException {
    Path jar = directory.resolve("other.jar");
    try (ZipFile in = new ZipFile(JavaProcess.JAR.toFile());
        OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      Enumeration<? extends ZipEntry> entries = in.entries();
      while (entries.hasMoreElements()) {
        String name = entries.nextElement().getName();
        out.putNextEntry(new ZipEntry(name));
        try (InputStream content = in.getInputStream(in.getEntry(name))) {
          byte[] bytes = content.readAllBytes();
          out.write(name.equals("heddle/boot/hash") ? flipped(bytes) : bytes);
        }
      }
    }
    return jar;
  }

  private static byte[] flipped(byte[] hash) {
    hash[0] = (byte) (hash[0] == '0' ? '1' : '0');
    return hash;
  }
}
