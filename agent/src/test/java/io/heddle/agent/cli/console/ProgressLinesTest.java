package io.heddle.agent.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.cli.Session;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  private static final long SECOND = 1_000_000_000;

  private final Session session = new Session();
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - SECOND);
  private final ProgressLines lines = new ProgressLines(session.console(), clock::get);

  @Test
  void shouldSayNothingOfWhatTakesTwoSeconds() {
    lines.show("1 of 9");
    clock.addAndGet(2 * SECOND - 1);
    lines.show("2 of 9");
    assertThat(session.err()).isEmpty();
  }

  @Test
  void shouldSayOneLineASecond() {
    clock.addAndGet(2 * SECOND);
    lines.show("3 of 9");
    lines.show("4 of 9");
    clock.addAndGet(SECOND - 1);
    lines.show("5 of 9");
    clock.addAndGet(1);
    lines.show("6 of 9");
    assertThat(session.err()).containsExactly("3 of 9", "6 of 9");
    assertThat(session.out()).isEmpty();
  }

  @Test
  void shouldSayNothingTwice() {
    clock.addAndGet(2 * SECOND);
    lines.show("3 of 9");
    clock.addAndGet(5 * SECOND);
    lines.show("3 of 9");
    lines.show("");
    assertThat(session.err()).containsExactly("3 of 9");
  }
}
