package io.heddle.agent.unit.spill;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.unit.store.MutableSample;
import io.heddle.exporter.report.UnitSample;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpillRingTest {
  private final SpillRing ring = new SpillRing(4);

  private boolean offer(String unit, long seq) {
    MutableSample sample = new MutableSample();
    sample.set(unit, seq, seq, 0, 0, 0, 0);
    return ring.offer(sample);
  }

  private List<Long> seqs(String unit, long from, long below) {
    return ring.copy(unit, from, below).stream().map(UnitSample::seq).toList();
  }

  @Test
  void shouldRefuseWhatDoesNotFitAndTakeItAfterARelease() {
    for (int seq = 0; seq < 4; seq++) {
      assertThat(offer("a", seq)).isTrue();
    }
    assertThat(offer("a", 4)).isFalse();
    ring.release(1);
    assertThat(offer("a", 5)).isTrue();
    assertThat(seqs("a", 0, 100)).containsExactly(1L, 2L, 3L, 5L);
  }

  @Test
  void shouldKeepTheOrderRoundAndRound() {
    for (int seq = 0; seq < 100; seq++) {
      assertThat(offer("a", seq)).isTrue();
      assertThat(ring.entry(ring.size() - 1).sample().seq()).isEqualTo(seq);
      if (ring.size() == 4) {
        assertThat(seqs("a", 0, 100)).containsExactly(seq - 3L, seq - 2L, seq - 1L, (long) seq);
        ring.release(3);
      }
    }
  }

  @Test
  void shouldCopyOnlyWhatIsAskedFor() {
    offer("a", 1);
    offer("b", 1);
    offer("a", 2);
    offer("a", 3);
    assertThat(seqs("a", 2, 3)).containsExactly(2L);
    assertThat(seqs("b", 0, 9)).containsExactly(1L);
    assertThat(seqs("c", 0, 9)).isEmpty();
  }

  @Test
  void shouldEndTheWaitWhenItCloses() throws InterruptedException {
    Thread waits =
        new Thread(
            () -> {
              try {
                assertThat(ring.awaitWork()).isFalse();
                ring.pause(Long.MAX_VALUE / 2);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    waits.start();
    ring.close(System.nanoTime());
    waits.join(60_000);
    assertThat(waits.isAlive()).isFalse();
    assertThat(offer("a", 1)).isFalse();
  }

  @Test
  void shouldHandOutWhatIsLeftUntilTheDeadline() throws InterruptedException {
    offer("a", 1);
    ring.close(System.nanoTime() + 60_000_000_000L);
    assertThat(ring.awaitWork()).isTrue();
    ring.close(System.nanoTime() - 1);
    assertThat(ring.awaitWork()).isFalse();
  }
}
