package io.heddle.agent.log;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class LogTest {
  /** An application may put a stream of its own in the place of stderr. */
  private static final class Broken extends PrintStream {
    Broken() {
      super(OutputStream.nullOutputStream());
    }

    @Override
    public void println(String text) {
      throw new AssertionError("not today");
    }
  }

  @Test
  void shouldNotThrowWhateverItIsWrittenTo() {
    PrintStream before = System.err;
    System.setErr(new Broken());
    try {
      assertThatCode(() -> Log.warn("a kind of LogTest's", "a sentence"))
          .doesNotThrowAnyException();
      assertThatCode(() -> Log.debug("a sentence")).doesNotThrowAnyException();
    } finally {
      System.setErr(before);
    }
  }
}
