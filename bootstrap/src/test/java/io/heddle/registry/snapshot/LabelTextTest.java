package io.heddle.registry.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTextTest {
  private static final char MARK = '\uFFFD';

  /** What a repair writes is made of these, and so is what may be taken for it. */
  private static final char[] LETTERS = {MARK, '\0', '\uD83D', '\uDE00', '0', 'd', 'f', '8', 'x'};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "a\"b\\c\nd\r\t\u0001\u007f",
        "\u00e9 \u4e2d \uFFFE\uFFFF \uD83D\uDE00 \uDBFF\uDFFF",
        "\uFFFD",
        "a\uFFFDb",
        "\uFFFD\uFFFD",
        "\uFFFD000",
        "\uFFFD0001",
        "\uFFFDD800",
        "\uFFFDd7ff",
        "\uFFFDe000",
        "\uFFFDfffe"
      })
  void shouldKeepWhatIsFine(String fine) {
    assertThat(LabelText.wellFormed(fine)).isSameAs(fine);
  }

  @ParameterizedTest
  @CsvSource({
    "0000, FFFD 0 0 0 0",
    "a D800, a FFFD d 8 0 0",
    "DC01 D83D DE00, FFFD d c 0 1 D83D DE00",
    "DE00 D83D, FFFD d e 0 0 FFFD d 8 3 d",
    "FFFD 0 0 0 0, FFFD f f f d 0 0 0 0",
    "FFFD d b f f, FFFD f f f d d b f f",
    "FFFD f f f d, FFFD f f f d f f f d",
    "FFFD FFFD 0 0 0 0, FFFD FFFD f f f d 0 0 0 0",
    "FFFD 0 0 0000, FFFD 0 0 FFFD 0 0 0 0"
  })
  void shouldRepair(String text, String repaired) {
    assertThat(LabelText.wellFormed(of(text))).isEqualTo(of(repaired));
  }

  /** Letters as they are, four digits as the character of that number. */
  private static String of(String parts) {
    StringBuilder text = new StringBuilder();
    for (String part : parts.split(" ", -1)) {
      text.append(part.length() == 1 ? part.charAt(0) : (char) Integer.parseInt(part, 16));
    }
    return text.toString();
  }

  @Test
  void shouldKeepEveryTwoTextsApart() {
    Map<String, String> seen = new HashMap<>();
    int texts = 0;
    for (int length = 0; length <= 6; length++) {
      int combinations = (int) Math.pow(LETTERS.length, length);
      for (int number = 0; number < combinations; number++) {
        String text = text(number, length);
        String repaired = LabelText.wellFormed(text);
        String before = seen.put(repaired, text);
        assertThat(before).as(() -> text + " and " + before).isNull();
        assertThat(repaired.indexOf(0)).isNegative();
        assertThat(isUnicode(repaired)).isTrue();
        texts++;
      }
    }
    assertThat(texts).isGreaterThan(500_000);
  }

  private static String text(int number, int length) {
    char[] text = new char[length];
    int left = number;
    for (int i = 0; i < length; i++) {
      text[i] = LETTERS[left % LETTERS.length];
      left /= LETTERS.length;
    }
    return new String(text);
  }

  private static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }

  @Test
  void shouldRepairOnceWhateverALabelSetIsMadeOf() {
    LabelSet set = LabelSet.of(List.of("a", "b"), List.of("\0", "fine"));
    assertThat(set.values()).containsExactly("\uFFFD0000", "fine");
    assertThat(set.with(LabelSet.more(set.names(), "c"), "\uFFFD0000").values())
        .containsExactly("\uFFFD0000", "fine", "\uFFFDfffd0000");
    assertThat(set.repaired(List.of("\0", "fine"))).isEqualTo(1);
  }
}
