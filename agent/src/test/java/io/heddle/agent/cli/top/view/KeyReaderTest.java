package io.heddle.agent.cli.top.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyReaderTest {
  private static List<Key> keys(String typed) throws IOException {
    int[] at = {0};
    KeyReader reader =
        new KeyReader(millis -> at[0] < typed.length() ? typed.charAt(at[0]++) : KeyReader.NOTHING);
    List<Key> keys = new ArrayList<>();
    for (Key key = reader.next(1); key != null; key = reader.next(1)) {
      keys.add(key);
    }
    return keys;
  }

  @ParameterizedTest
  @CsvSource({
    "[A,UP",
    "OB,DOWN",
    "[C,RIGHT",
    "OD,LEFT",
    "[5~,PAGE_UP",
    "[6~,PAGE_DOWN",
    "[H,HOME",
    "OF,END",
    "[1~,HOME",
    "[4~,END",
    "[Z,BACK_TAB",
    "[1;5A,UP",
    "[99~,OTHER"
  })
  void shouldUnderstandSequences(String rest, Key.Kind kind) throws IOException {
    assertThat(keys("\u001b" + rest + "z")).containsExactly(Key.of(kind), Key.of('z'));
  }

  @Test
  void shouldUnderstandSingleKeys() throws IOException {
    assertThat(keys("\u001b")).containsExactly(Key.of(Key.Kind.ESCAPE));
    assertThat(keys("\u001bu")).containsExactly(Key.of(Key.Kind.ESCAPE), Key.of('u'));
    assertThat(keys("\u001b\u001b[A"))
        .containsExactly(Key.of(Key.Kind.ESCAPE), Key.of(Key.Kind.UP));
    assertThat(keys("\r\n\t\u007f\b\u0003\u0001"))
        .extracting(Key::kind)
        .containsExactly(
            Key.Kind.ENTER,
            Key.Kind.ENTER,
            Key.Kind.TAB,
            Key.Kind.BACKSPACE,
            Key.Kind.BACKSPACE,
            Key.Kind.INTERRUPT,
            Key.Kind.OTHER);
    assertThat(keys("é\uD83D\uDE00"))
        .containsExactly(new Key(Key.Kind.CHARACTER, 'é'), new Key(Key.Kind.CHARACTER, 0x1F600));
  }

  @Test
  void shouldLeaveAtTheEndOfTheInput() throws IOException {
    assertThat(new KeyReader(millis -> -1).next(1)).isEqualTo(Key.of(Key.Kind.INTERRUPT));
  }
}
