package io.heddle.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarningLimiterTest {
  private static final long SECOND = 1_000_000_000L;

  private final WarningLimiter warnings = new WarningLimiter();

  @Test
  void shouldSayTwoDifferentWarningsOfOneKindWithinAMinute() {
    assertThat(warnings.of("weave", "class A is left as it was", 0))
        .containsExactly("class A is left as it was");
    assertThat(warnings.of("weave", "class B is left as it was", SECOND))
        .containsExactly("class B is left as it was");
    assertThat(warnings.left()).isZero();
  }

  @Test
  void shouldSayTheSameOnceAMinute() {
    assertThat(warnings.of("units", "it failed", 5)).hasSize(1);
    assertThat(warnings.of("units", "it failed", 5 + 59 * SECOND)).isEmpty();
    assertThat(warnings.of("units", "it failed", 5 + 60 * SECOND)).hasSize(1);
    assertThat(warnings.left()).isEqualTo(1);
  }

  @Test
  void shouldSayHowManyItLeftOutWhereThereAreVeryMany() {
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      said.addAll(warnings.of("weave", "class A" + i + " is left as it was", i));
    }
    assertThat(said).hasSize(WarningLimiter.MOST);
    assertThat(warnings.left()).isEqualTo(1000 - WarningLimiter.MOST);
    assertThat(warnings.overdue(59 * SECOND)).isEmpty();
    assertThat(warnings.overdue(61 * SECOND))
        .singleElement()
        .asString()
        .startsWith((1000 - WarningLimiter.MOST) + " more warnings about weave were left out");
    assertThat(warnings.overdue(200 * SECOND)).isEmpty();
  }

  @Test
  void shouldNotLetOneKindSilenceAnother() {
    for (int i = 0; i < 1000; i++) {
      warnings.of("kind" + i, "sentence " + i, i);
    }
    assertThat(warnings.of("kind1", "another sentence", 1000)).containsExactly("another sentence");
  }
}
