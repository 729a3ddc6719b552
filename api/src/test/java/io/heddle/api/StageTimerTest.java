package io.heddle.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class StageTimerTest {
  @Test
  void shouldDoTheWorkOnce() {
    List<String> done = new ArrayList<>();
    Runnable runnable = () -> done.add("runnable");
    StageTimer.time("plan", runnable);
    StageTimer.time(
        "plan",
        () -> {
          done.add("block");
        });
    int length = StageTimer.time("plan", () -> "four".length());
    assertThat(done).containsExactly("runnable", "block");
    assertThat(length).isEqualTo(4);
  }

  @Test
  void shouldLetExceptionsPassAsTheyAre() throws Exception {
    Callable<String> callable = () -> "called";
    assertThat(StageTimer.time("plan", callable::call)).isEqualTo("called");
    assertThatThrownBy(() -> StageTimer.time("plan", StageTimerTest::fail))
        .isExactlyInstanceOf(IOException.class);
    RuntimeException thrown = new IllegalStateException();
    assertThatThrownBy(
            () ->
                StageTimer.time(
                    "plan",
                    () -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
  }

  private static int fail() throws IOException {
    throw new IOException();
  }
}
