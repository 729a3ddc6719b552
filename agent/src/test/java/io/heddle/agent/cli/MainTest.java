package io.heddle.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final Session session = new Session();

  @Test
  void shouldShowUsageAsAnErrorWithoutArguments() {
    assertThat(session.type()).isEqualTo(2);
    assertThat(session.out()).isEmpty();
    assertThat(session.err().get(0)).isEqualTo("Usage: java -jar heddle-agent.jar COMMAND");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-h"})
  void shouldShowUsageWhenAskedForHelp(String name) {
    assertThat(session.type(name)).isEqualTo(0);
    assertThat(session.err()).isEmpty();
    assertThat(session.out()).anyMatch(line -> line.startsWith("  attach PID [key=value ...]  "));
  }

  @Test
  void shouldRefuseAnUnknownCommand() {
    assertThat(session.type("atach", "1")).isEqualTo(2);
    assertThat(session.err().get(0)).isEqualTo("There is no command 'atach'.");
    assertThat(session.err().get(1)).startsWith("Usage: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list x|list takes no argument.",
        "attach|attach needs a process id.",
        "attach x|'x' is not a process id; the command list shows the JVMs of this user.",
        "attach 0|'0' is not a process id; the command list shows the JVMs of this user.",
        "attach 1 x|'x' is not key=value (the items of a list are joined by '+').",
        "detach|detach needs one process id.",
        "detach 1 2|detach needs one process id.",
        "status|status needs one process id or URL.",
        "status -5|'-5' is not a process id; the command list shows the JVMs of this user.",
        "top|top needs a process id or URL; the command list shows the JVMs of this user.",
        "version x|version takes no argument."
      })
  void shouldExplainWrongUsage(String line, String sentence) {
    assertThat(session.type(line.split(" "))).isEqualTo(2);
    assertThat(session.out()).isEmpty();
    assertThat(session.err()).hasSize(2);
    assertThat(session.err().get(0)).isEqualTo(sentence);
    assertThat(session.err().get(1)).startsWith("Usage: java -jar heddle-agent.jar ");
  }

  @Test
  void shouldPrintNoStackWhenACommandHasADefect() {
    int status =
        session.run(
            (arguments, console) -> {
              throw new IllegalStateException("broken");
            });
    assertThat(status).isEqualTo(1);
    assertThat(session.err())
        .containsExactly("it failed: java.lang.IllegalStateException: broken.");
  }

  @Test
  void shouldNotPassControlCharactersToTheTerminal() {
    session.console().print("a\u001b[31mb\nc");
    assertThat(session.out()).containsExactly("a?[31mb?c");
  }

  @Test
  void shouldReadTheVersionOfAMissingJarAsUnknown() {
    assertThat(session.type("version")).isEqualTo(0);
    assertThat(session.out()).containsExactly("Heddle unknown");
  }
}
