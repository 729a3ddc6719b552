package io.heddle.it.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.heddle.it.harness.AttachCommands;
import io.heddle.it.harness.Cli;
import io.heddle.it.harness.ControlledApplication;
import io.heddle.it.harness.JavaProcess;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Json;
import io.heddle.it.harness.Kernel;
import io.heddle.it.harness.ProcessResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The report of a detach, against what a second agent, the kernel and the JVM say. */
class DetachReportIT {
  private static final String PARKED = "com.acme.harness.Work.park";

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#all")
  void shouldReportWhatOthersSee(Jdk jdk) throws Exception {
    Path second = ManifestJar.writeTo(directory, "io.heddle.it.harness.ClassBytesAgent");
    JavaProcess.Builder builder = JavaProcess.with(jdk).bare().jvm("-javaagent:" + second);
    try (ControlledApplication application = ControlledApplication.start(builder)) {
      application.execute("run 1");
      application.execute("work 1");
      // of some classes HotSpot reports other bytes each time, such as Math; of many the first time
      application.execute("hashes first");
      application.execute("hashes second");
      application.execute("hashes before");
      Set<String> odd = differing(application, "second before");
      String address = attach(jdk, application);
      application.execute("run 1");
      load(second, application);
      application.execute("hashes within");
      application.execute("park");
      assertThat(Kernel.listeningPorts(pid(application))).contains(URI.create(address).getPort());

      Json report = detach(jdk, application);
      Json agent = report.get("agent");
      application.execute("hashes after");
      assertThat(odd).hasSizeLessThan(20);
      assertThat(odd).containsAll(differing(application, "before after"));
      Set<String> woven = differing(application, "before within");
      woven.removeAll(odd);
      assertThat(woven).contains("java/lang/ProcessImpl", "com/acme/harness/Work");
      assertThat(agent.get("classes").get("restored").number()).isEqualTo((double) woven.size());
      assertComplete(report, pid(application));
      assertThat(agent.get("server").get("address").value()).isEqualTo(address);
      assertThat(Kernel.listeningPorts(pid(application)))
          .doesNotContain(URI.create(address).getPort());
      assertThat(application.execute("threads")).doesNotContainIgnoringCase("heddle");
      assertThat(application.execute("properties"))
          .doesNotContain("heddle.address", "heddle.reply");
      assertFrameOfTheThreadThatIsParked(jdk, application, agent.get("frames"));
      AttachCommands.awaitNoInstanceOfAgent(jdk, pid(application));

      assertThat(application.execute("free")).isEqualTo("freed");
      attach(jdk, application);
      Json frames = detach(jdk, application).get("agent").get("frames");
      assertThat(frames.get("woven").number()).isZero();
      assertThat(frames.get("heddle").number()).isZero();
      assertThat(frames.get("named").list()).isEmpty();
    }
  }

  /** The classes that reported other bytes at one look than at the other. */
  private static Set<String> differing(ControlledApplication application, String looks)
      throws IOException {
    String answer = application.execute("differ " + looks);
    String names = answer.substring(answer.indexOf('[') + 1, answer.length() - 1);
    return new TreeSet<>(names.isEmpty() ? List.of() : List.of(names.split(", ", -1)));
  }

  private static void assertComplete(Json report, long pid) {
    Json agent = report.get("agent");
    assertThat(report.get("pid").number()).isEqualTo((double) pid);
    assertThat(agent.get("complete").value()).isEqualTo(true);
    assertThat(agent.get("server").get("closed").value()).isEqualTo(true);
    for (String key : new String[] {"classes", "threads", "transformers"}) {
      assertThat(agent.get(key).get("left").number()).as(key).isZero();
    }
    assertThat(agent.get("errors").get("swallowed").number()).isZero();
    assertThat(report.get("properties").get("left").number()).isZero();
    assertThat(report.get("loader").get("collected").value()).isEqualTo(true);
    assertThat(agent.get("stays").list())
        .extracting(one -> one.get("key").value())
        .containsExactly("boot_classes", "module_exports", "exit_task", "agent_jar");
  }

  /** It runs its woven code to the end, which the JVM's own list of stacks shows too. */
  private static void assertFrameOfTheThreadThatIsParked(
      Jdk jdk, ControlledApplication application, Json frames) throws Exception {
    assertThat(frames.get("woven").number()).isEqualTo(1);
    assertThat(frames.get("heddle").number()).isZero();
    Json frame = frames.get("named").list().get(0);
    assertThat(frame.get("method").value()).isEqualTo(PARKED);
    assertThat(frame.get("woven").value()).isEqualTo(true);
    String stacks = ProcessResult.of(jdk.tool("jcmd"), "" + pid(application), "Thread.print").out();
    assertThat(stacks).doesNotContainIgnoringCase("heddle");
    int at = stacks.indexOf(PARKED);
    String thread = stacks.substring(stacks.lastIndexOf("\n\"", at) + 2, at);
    assertThat(thread).startsWith(frame.get("thread").value() + "\"");
  }

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdk#newest")
  void shouldSayTheSameInSentences(Jdk jdk) throws Exception {
    try (ControlledApplication application =
        ControlledApplication.start(JavaProcess.with(jdk).bare())) {
      attach(jdk, application);
      application.execute("park");
      long pid = pid(application);
      assertThat(Cli.on(jdk).run("detach", pid, "--format", "yaml").status()).isEqualTo(2);
      assertThat(Cli.on(jdk).run("detach", "--gc").status()).isEqualTo(2);
      ProcessResult result = Cli.on(jdk).run("detach", pid, "--gc");
      assertThat(result.status()).as(result.toString()).isZero();
      assertThat(result.out())
          .contains("verified: the class loader of Heddle is gone")
          .contains("stays: until it returns, the woven code of " + PARKED + " in the thread ")
          .doesNotContain("NOT");
      assertThat(Cli.on(jdk).run("detach", pid, "--format", "json").status()).isEqualTo(1);
    }
  }

  private static long pid(ControlledApplication application) {
    return application.process().pid();
  }

  private String attach(Jdk jdk, ControlledApplication application) throws Exception {
    Path rules =
        Files.writeString(
            directory.resolve("rules.yaml"),
            "rules: [ { id: step, type: com.acme.harness.Work, method: \"*\" } ]\n");
    return AttachCommands.address(
        AttachCommands.run(jdk, "attach", pid(application), "exporter.port=0", "config=" + rules));
  }

  private static Json detach(Jdk jdk, ControlledApplication application) throws Exception {
    String out = AttachCommands.run(jdk, "detach", pid(application), "--format", "json", "--gc");
    assertThat(out.lines()).hasSize(1);
    return Json.parse(out);
  }

  private static void load(Path agent, ControlledApplication application) throws Exception {
    VirtualMachine vm = VirtualMachine.attach(Long.toString(pid(application)));
    try {
      vm.loadAgent(agent.toString());
    } finally {
      vm.detach();
    }
  }
}
