package io.heddle.agent.cli.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.agent.cli.console.CommandException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopOptionsTest {
  private static TopOptions parse(String line) throws CommandException {
    return TopOptions.parse(line.isEmpty() ? List.of() : List.of(line.split(" ", -1)));
  }

  @Test
  void shouldReadAllOptions() throws CommandException {
    assertThat(parse("12 http://h:1 12 --interval 500ms -n 3 --format json"))
        .isEqualTo(new TopOptions(List.of("12", "http://h:1"), Duration.ofMillis(500), 3, true));
    assertThat(parse("--interval=1.5 --format=table 12"))
        .isEqualTo(new TopOptions(List.of("12"), Duration.ofMillis(1500), 0, false));
    assertThat(parse("12").interval()).isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|top needs a process id or URL; the command list shows the JVMs of this user.",
        "x|'x' is neither a process id nor a URL such as http://127.0.0.1:9464.",
        "0|'0' is not a process id; the command list shows the JVMs of this user.",
        "-5|'-5' is not a process id; the command list shows the JVMs of this user.",
        "1 -d 3|top has no option '-d'; it has --interval, -n and --format.",
        "1 --interval|--interval needs a duration such as 2s.",
        "1 --interval 1h|'1h' is no interval: it is 100ms to 60m, such as 2s, 500ms or 1m.",
        "1 --interval 0|'0' is no interval: it is 100ms to 60m, such as 2s, 500ms or 1m.",
        "1 -n 0|'0' is no number of tables: -n takes 1 or more.",
        "1 -n many|'many' is no number of tables: -n takes 1 or more.",
        "1 --format xml|'xml' is no format: it is table or json."
      })
  void shouldRefuseWithOneSentence(String line, String sentence) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOfSatisfying(
            CommandException.class,
            e -> {
              assertThat(e.sentence()).isEqualTo(sentence);
              assertThat(e.status()).isEqualTo(CommandException.WRONG_USAGE);
            });
  }
}
