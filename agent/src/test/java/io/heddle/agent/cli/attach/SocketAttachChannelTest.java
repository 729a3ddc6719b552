package io.heddle.agent.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.agent.cli.ChildJvm;
import io.heddle.agent.cli.Session;
import io.heddle.agent.cli.console.ProgressLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The channel without jdk.attach, with a real JVM: the same results and sentences as the JDK's. */
@DisabledOnOs(OS.WINDOWS)
class SocketAttachChannelTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path directory = Path.of("");
  private AgentJar jar = new AgentJar("unset", "unset");

  @BeforeEach
  void packAgent() throws IOException {
    jar = AnsweringJar.pack(directory.resolve("agent one.jar"));
  }

  private static TargetVm target(ChildJvm child) {
    return new TargetVm(child.pid(), LIMIT, SocketAttachChannel::open);
  }

  private AgentReply ask(ChildJvm child, String settings) throws Exception {
    ProgressLines lines = new ProgressLines(new Session().console());
    return target(child).ask(AgentOptions.of("attach", jar, settings), lines);
  }

  private void assertFails(ChildJvm child, String settings, String sentence) {
    assertThatThrownBy(() -> ask(child, settings)).hasMessage("PID " + child.pid() + sentence);
  }

  @Test
  void shouldReadTheProperties() throws Exception {
    try (ChildJvm child = ChildJvm.start("-Dodd=Größe 織機")) {
      assertThat(target(child).properties()).containsEntry("odd", "Größe 織機");
      assertThat(target(child).properties()).containsKey("java.version");
    }
  }

  @Test
  void shouldReadThePropertiesOfAnApplicationThatChangesThem() throws Exception {
    try (ChildJvm child = ChildJvm.startRestless()) {
      for (int i = 0; i < 50; i++) {
        assertThat(target(child).properties()).containsKey("java.version");
      }
      assertThat(ask(child, "exporter.port=0").address()).isEqualTo("http://127.0.0.1:9464");
    }
  }

  @Test
  void shouldLoadTheAgentAndTakeItsAnswerAway() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      assertThat(ask(child, "exporter.port=0").address()).isEqualTo("http://127.0.0.1:9464");
      assertThat(target(child).properties().stringPropertyNames())
          .noneMatch(name -> name.startsWith("heddle.reply."));
      assertThat(target(child).properties().getProperty("test.options"))
          .contains("agent%20one.jar,exporter.port=0");
    }
  }

  @Test
  void shouldExplainAnAgentThatThrows() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      assertFails(
          child,
          "answer=throw",
          " loaded the agent, which failed there with code 102; the error output of that JVM says"
              + " why.");
      assertThat(child.isAlive()).isTrue();
    }
  }

  @Test
  void shouldExplainThatDynamicLoadingIsOff() throws Exception {
    try (ChildJvm child = ChildJvm.start("-XX:-EnableDynamicAgentLoading")) {
      assertFails(
          child,
          "",
          " refuses agents at run time (-XX:-EnableDynamicAgentLoading): start it with"
              + " -javaagent:heddle-agent.jar instead.");
    }
  }

  @Test
  void shouldExplainThatAttachIsOff() throws Exception {
    try (ChildJvm child = ChildJvm.start("-XX:+DisableAttachMechanism")) {
      assertFails(child, "", " does not let itself be attached (-XX:+DisableAttachMechanism).");
    }
  }

  @Test
  void shouldExplainAMissingJar() throws Exception {
    jar = new AgentJar(directory.resolve("none.jar").toString(), "b00t");
    try (ChildJvm child = ChildJvm.start()) {
      assertFails(
          child, "", " cannot read the agent's jar: is it on another file system or unreadable?");
    }
  }

  @Test
  void shouldGiveUpOnAJvmThatDoesNotAnswer() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      child.freeze();
      TargetVm target = new TargetVm(child.pid(), Duration.ofSeconds(1), SocketAttachChannel::open);
      assertThatThrownBy(target::properties)
          .hasMessage("PID " + child.pid() + " did not answer within 1 s.");
    }
  }

  @Test
  void shouldExplainThatThereIsNoSuchProcess() throws Exception {
    ChildJvm child = ChildJvm.start();
    child.close();
    assertThatThrownBy(() -> target(child).properties())
        .hasMessage("There is no process " + child.pid() + ".");
  }

  @Test
  void shouldReadTheCodeOfEveryRelease() {
    assertThat(SocketAttachChannel.code("return code: 102")).isEqualTo(102);
    assertThat(SocketAttachChannel.code("return code: 0")).isZero();
    assertThat(SocketAttachChannel.code("100")).isEqualTo(100);
    assertThat(SocketAttachChannel.code("")).isZero();
  }

  @Test
  void shouldListTheSameJvmsAsTheJdk() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      assertThat(RunningJvms.commandsInPerfData())
          .containsEntry(child.pid(), RunningJvms.commands().get(child.pid()))
          .containsKey(ProcessHandle.current().pid());
    }
  }

  @Test
  void shouldReadNoTextFromADamagedFile() throws Exception {
    assertThat(PerfData.of(new byte[0]).command()).isEmpty();
    assertThat(PerfData.of(new byte[100]).refusesAttach()).isFalse();
    String user = ProcessHandle.current().info().user().orElseThrow();
    Path file =
        PerfData.TEMPORARY
            .resolve("hsperfdata_" + user)
            .resolve(Long.toString(ProcessHandle.current().pid()));
    byte[] whole = Files.readAllBytes(file);
    assertThat(PerfData.of(whole).command()).isNotEmpty();
    for (int length = 0; length < 2_000; length++) {
      assertThat(PerfData.of(Arrays.copyOf(whole, length)).refusesAttach()).isFalse();
    }
  }
}
