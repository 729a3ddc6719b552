package io.heddle.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ListCommandTest {
  private static final String MAIN = ChildJvm.Waiting.class.getName();

  private final Session session = new Session();

  @Test
  void shouldShowAJvmWithoutHeddle() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      assertThat(line(child).split(" +"))
          .containsExactly(pid(child), MAIN, System.getProperty("java.version"), "-");
      assertThat(session.out().get(0)).matches("PID +MAIN CLASS +JAVA +HEDDLE");
      assertThat(session.out()).noneMatch(line -> line.contains("hunter2"));
    }
  }

  @Test
  void shouldShowTheAddressOfHeddle() throws Exception {
    try (ChildJvm child = ChildJvm.start("-Dheddle.address=http://127.0.0.1:9470")) {
      assertThat(line(child)).endsWith("  http://127.0.0.1:9470");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void shouldNotWaitForAJvmThatDoesNotAnswer() throws Exception {
    try (ChildJvm child = ChildJvm.start()) {
      child.freeze();
      assertThat(line(child).split(" +")).containsExactly(pid(child), MAIN, "?", "?");
    }
  }

  @Test
  void shouldLeaveOutItself() {
    assertThat(session.type("list")).isEqualTo(0);
    String self = Long.toString(ProcessHandle.current().pid());
    assertThat(session.out()).noneMatch(line -> line.startsWith(self + " "));
  }

  private String line(ChildJvm child) {
    assertThat(session.type("list")).isEqualTo(0);
    assertThat(session.err()).isEmpty();
    return session.out().stream()
        .filter(line -> line.startsWith(pid(child) + " "))
        .findFirst()
        .orElseThrow();
  }

  private static String pid(ChildJvm child) {
    return Long.toString(child.pid());
  }
}
