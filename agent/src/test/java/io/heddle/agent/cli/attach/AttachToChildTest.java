package io.heddle.agent.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.tools.attach.VirtualMachine;
import io.heddle.agent.cli.AttachCommand;
import io.heddle.agent.cli.ChildJvm;
import io.heddle.agent.cli.DetachCommand;
import io.heddle.agent.cli.Session;
import io.heddle.agent.cli.console.ProgressLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The channel to a target, with a real JVM and a real agent at the other end. */
class AttachToChildTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir private Path directory = Path.of("");
  private AgentJar jar = new AgentJar("unset", "unset");
  private final Session session = new Session();

  @BeforeEach
  void packAgent() throws IOException {
    jar = AnsweringJar.pack(directory.resolve("agent one.jar"));
  }

  @Test
  void shouldPrintWhereHeddleServes() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      assertThat(attach(child, "exporter.port=0", "log=info")).isEqualTo(0);
      assertThat(session.out())
          .containsExactly("Heddle is in PID " + child.pid() + ": http://127.0.0.1:9464/metrics");
      assertThat(new TargetVm(child.pid(), LIMIT).properties().getProperty("test.options"))
          .matches("@[0-9a-f]{16},attach,b00t,/.*/agent%20one.jar,exporter.port=0,log=info");
    }
  }

  @Test
  void shouldAnswerWhereTheApplicationChangesItsProperties() throws Exception {
    try (ChildJvm child = ChildJvm.startRestless()) {
      for (int i = 0; i < 50; i++) {
        assertThat(attach(child, "exporter.port=0")).as("%s", session.err()).isEqualTo(0);
      }
    }
  }

  @Test
  void shouldSayThatHeddleWasThereBefore() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      assertThat(attach(child, "answer=already")).isEqualTo(0);
      assertThat(session.out().get(0)).startsWith("Heddle was already in PID " + child.pid());
    }
  }

  @Test
  void shouldPrintWhatDetachVerifiedAndWhatStays() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      int status = session.run(new DetachCommand(jar), Long.toString(child.pid()));
      assertThat(status).isEqualTo(0);
      assertThat(session.out())
          .containsExactly("verified: no thread left", "stays: the boot classes");
    }
  }

  @Test
  void shouldPrintTheReportOfADetachAsOneObject() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      int status =
          session.run(
              new DetachCommand(jar), Long.toString(child.pid()), "--format", "json", "--gc");
      assertThat(status).isEqualTo(0);
      assertThat(session.out())
          .containsExactly(
              "{\"pid\":"
                  + child.pid()
                  + ",\"agent\":{\"complete\":true},\"loader\":{\"collected\":true},"
                  + "\"properties\":{\"left\":1,\"named\":[\"heddle.address\"]}}");
    }
  }

  @Test
  void shouldRefuseAFormatThatItDoesNotHave() {
    DetachCommand detach = new DetachCommand(jar);
    for (String[] wrong : new String[][] {{"1", "--format", "yaml"}, {"1", "--format"}, {"--gc"}}) {
      assertThat(session.run(detach, wrong)).isEqualTo(2);
    }
  }

  @Test
  void shouldPassOnWhyTheAgentRefused() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      assertFails(child, "Other settings are in use.", "answer=no");
    }
  }

  @Test
  void shouldExplainAnAgentThatDoesNotAnswer() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      assertFails(
          child,
          "PID " + child.pid() + " left no answer: the agent in it may be of another version.",
          "answer=none");
    }
  }

  @Test
  void shouldExplainAnAnswerThatCannotBeRead() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      assertFails(
          child,
          "PID "
              + child.pid()
              + " gave an answer that cannot be read: another version may be in it.",
          "answer=junk");
    }
  }

  @Test
  void shouldExplainAnAgentThatThrows() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      assertThat(attach(child, "answer=throw")).isEqualTo(1);
      assertThat(session.err()).hasSize(1);
      assertThat(session.err().get(0)).contains("failed there with code");
      assertThat(child.isAlive()).isTrue();
    }
  }

  @Test
  void shouldExplainThatThereIsNoSuchProcess() throws Exception {
    ChildJvm child = ChildJvm.start();
    child.close();
    assertFails(child, "There is no process " + child.pid() + ".");
  }

  @Test
  void shouldExplainThatDynamicLoadingIsOff() throws Exception {
    try (ChildJvm child = ChildJvm.start("-XX:-EnableDynamicAgentLoading")) {
      assertFails(
          child,
          "PID "
              + child.pid()
              + " refuses agents at run time (-XX:-EnableDynamicAgentLoading): start it with"
              + " -javaagent:heddle-agent.jar instead.");
    }
  }

  @Test
  void shouldExplainThatAttachIsOff() throws Exception {
    try (ChildJvm child = ChildJvm.start("-XX:+DisableAttachMechanism")) {
      assertFails(
          child,
          "PID " + child.pid() + " does not let itself be attached (-XX:+DisableAttachMechanism).");
    }
  }

  @Test
  void shouldExplainAMissingJar() throws Exception {
    jar = new AgentJar(directory.resolve("none.jar").toString(), "b00t");
    try (ChildJvm child = ChildJvm.start()) {
      assertFails(
          child,
          "PID "
              + child.pid()
              + " cannot read the agent's jar: is it on another file system or unreadable?");
    }
  }

  @Test
  void shouldRefuseSettingsThatTheChannelCannotCarry() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      assertThat(attach(child, "rule=" + "x".repeat(1024))).isEqualTo(1);
      assertThat(session.err().get(0)).contains("too long").contains("config=FILE");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void shouldGiveUpOnAJvmThatDoesNotAnswer() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      child.freeze();
      TargetVm target = new TargetVm(child.pid(), Duration.ofSeconds(1));
      assertThatThrownBy(target::properties)
          .hasMessage("PID " + child.pid() + " did not answer within 1 s.");
    }
  }

  @Test
  void shouldTellHowFarTheAgentIsAndWaitForItsAnswer() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      TargetVm target = new TargetVm(child.pid(), LIMIT);
      AgentOptions options = AgentOptions.of("attach", jar, "answer=later");
      AtomicLong clock = new AtomicLong();
      ProgressLines lines = new ProgressLines(session.console(), clock::get);
      clock.set(LIMIT.toNanos());
      FutureTask<AgentReply> asking = new FutureTask<>(() -> target.ask(options, lines));
      new Thread(asking).start();
      while (session.err().isEmpty() && !asking.isDone()) {
        Thread.onSpinWait();
      }
      assertThat(session.err()).containsExactly("PID " + child.pid() + ": wove 1 of 2 classes");
      finish(child, options);
      assertThat(asking.get().address()).isEqualTo("http://127.0.0.1:9464");
      assertThat(target.properties()).doesNotContainKey(options.replyProperty());
    }
  }

  @Test
  void shouldGiveUpOnAnAgentThatSaysNothingNew() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      TargetVm target = new TargetVm(child.pid(), Duration.ofSeconds(1));
      AgentOptions options = AgentOptions.of("attach", jar, "answer=later");
      ProgressLines lines = new ProgressLines(session.console());
      assertThatThrownBy(() -> target.ask(options, lines))
          .hasMessage(
              "PID "
                  + child.pid()
                  + " said nothing new for 1 s after \"wove 1 of 2 classes\": the attach goes on"
                  + " there by itself.");
    }
  }

  @Test
  void shouldSayThatTheTargetEndedMeanwhile() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      TargetVm target = new TargetVm(child.pid(), LIMIT);
      AgentOptions options = AgentOptions.of("attach", jar, "answer=later");
      ProgressLines lines = new ProgressLines(session.console(), () -> 0);
      FutureTask<AgentReply> asking = new FutureTask<>(() -> target.ask(options, lines));
      new Thread(asking).start();
      while (!target.properties().containsKey(options.replyProperty())) {
        Thread.onSpinWait();
      }
      child.kill();
      assertThatThrownBy(asking::get)
          .hasRootCauseMessage("PID " + child.pid() + " ended before it answered.");
    }
  }

  /** Has the answer put where the command waits for it. */
  private void finish(ChildJvm child, AgentOptions asked) throws Exception {
    VirtualMachine vm = VirtualMachine.attach(Long.toString(child.pid()));
    try {
      vm.loadAgent(jar.path(), new AgentOptions("", "finish", jar, asked.nonce()).encoded());
    } finally {
      vm.detach();
    }
  }

  @Test
  void shouldReadTheVersionFromTheManifest() {
    assertThat(jar.version()).isEqualTo("9.8.7");
  }

  private void assertFails(ChildJvm child, String sentence, String... settings) {
    assertThat(attach(child, settings)).isEqualTo(1);
    assertThat(session.out()).isEmpty();
    assertThat(session.err()).containsExactly(sentence);
  }

  private int attach(ChildJvm child, String... settings) {
    String[] arguments = new String[settings.length + 1];
    arguments[0] = Long.toString(child.pid());
    System.arraycopy(settings, 0, arguments, 1, settings.length);
    return session.run(new AttachCommand(jar, directory), arguments);
  }
}
