package io.heddle.exporter.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WellFormedTest {
  @Test
  void shouldKeepWhatIsFine() {
    String fine = "a\"b\\c\nd \uD83D\uDE00";
    assertThat(WellFormed.of(fine)).isEqualTo(fine);
    String plain = "plain";
    assertThat(WellFormed.of(plain)).isSameAs(plain);
  }

  @Test
  void shouldKeepBadValuesApart() {
    assertThat(WellFormed.of("a\uD800")).isEqualTo("a\uFFFDd800");
    assertThat(WellFormed.of("\uDC01\uD83D\uDE00")).isEqualTo("\uFFFDdc01\uD83D\uDE00");
    assertThat(WellFormed.of("\0")).isEqualTo("\uFFFD0000");
  }
}
