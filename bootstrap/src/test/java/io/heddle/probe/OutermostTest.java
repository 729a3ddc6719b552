package io.heddle.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutermostTest {
  @Test
  void shouldClaimEachRuleOnceUntilItIsReleased() {
    for (int rule : new int[] {0, 63, 64, 127, 1000}) {
      assertThat(Outermost.claim(rule)).isTrue();
      assertThat(Outermost.claim(rule)).isFalse();
      assertThat(Outermost.claim(rule + 1)).isTrue();
      Outermost.release(rule + 1);
      assertThat(Outermost.claim(rule)).isFalse();
    }
    for (int rule : new int[] {0, 63, 64, 127, 1000}) {
      Outermost.release(rule);
      assertThat(Outermost.claim(rule)).isTrue();
      Outermost.release(rule);
    }
  }

  @Test
  void shouldClaimForOneThreadAlone() {
    assertThat(Outermost.claim(5)).isTrue();
    assertThat(CompletableFuture.supplyAsync(() -> Outermost.claim(5)).join()).isTrue();
    Outermost.release(5);
  }

  @Test
  void shouldReleaseWhatWasNeverClaimed() {
    Outermost.release(100_000);
    assertThat(Outermost.claim(100_000)).isTrue();
    Outermost.release(100_000);
  }
}
