package io.heddle.agent.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BoxProcessTest {
  private static final ProcessHandle SELF = ProcessHandle.current();

  @Test
  @Tag("B19")
  void shouldKnowNoShareAtTheFirstLook() {
    BoxProcess process = Objects.requireNonNull(BoxProcess.of(SELF.pid(), null, null));
    assertThat(process.pid()).isEqualTo(SELF.pid());
    assertThat(process.cores()).isNaN();
  }

  @Test
  @Tag("B20")
  void shouldKnowNoMemoryAndNoShareOfWhatHasEnded() throws Exception {
    Process child = new ProcessBuilder("sleep", "60").start();
    BoxProcess process = Objects.requireNonNull(BoxProcess.of(child.pid(), null, null));
    assertThat(process.memoryBytes()).isPositive();
    child.destroyForcibly().waitFor();
    assertThat(process.memoryBytes()).isEqualTo(Box.UNKNOWN);
    assertThat(process.cores()).isNaN();
    assertThat(BoxProcess.of(child.pid(), null, null)).isNull();
  }

  @Test
  void shouldNotTakeAProcessThatStartedAtAnotherTime() {
    Instant start = SELF.info().startInstant().orElseThrow();
    assertThat(BoxProcess.of(SELF.pid(), start.minusSeconds(1), start.plusSeconds(1))).isNotNull();
    assertThat(BoxProcess.of(SELF.pid(), start.plusSeconds(5), start.plusSeconds(9))).isNull();
    assertThat(BoxProcess.of(SELF.pid(), start.minusSeconds(9), start.minusSeconds(5))).isNull();
    assertThat(BoxProcess.of(0, null, null)).isNull();
    assertThat(BoxProcess.of(-1, null, null)).isNull();
  }
}
