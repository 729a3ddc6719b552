package io.heddle.registry.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AgentWorkTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private static final long EVER = Long.MAX_VALUE / 2;

  private final AgentWork work = new AgentWork(1);

  private long after(long begin) {
    return work.between(begin, EVER);
  }

  @Test
  void shouldTellWhatLiesAfterAMoment() {
    work.add(10, 20);
    work.add(30, 35);
    assertThat(after(0)).isEqualTo(15);
    assertThat(after(10)).isEqualTo(15);
    assertThat(after(20)).isEqualTo(5);
    assertThat(after(25)).isEqualTo(5);
    assertThat(after(35)).isZero();
  }

  @Test
  void shouldTellThePartOfAPieceThatAMomentLiesIn() {
    work.add(10, 20);
    assertThat(after(14)).isEqualTo(6);
  }

  @Test
  void shouldCountWorkWithinWorkOnce() {
    work.add(1, 5);
    work.add(12, 14);
    work.add(15, 16);
    work.add(10, 20);
    assertThat(after(0)).isEqualTo(14);
    assertThat(after(5)).isEqualTo(10);
    // one that began before another had ended
    work.add(18, 30);
    assertThat(after(0)).isEqualTo(4 + 20);
  }

  @Test
  void shouldBeExactForWhatBeganBeforeHoweverManyPieces() {
    for (long i = 0; i < 10_000; i++) {
      work.add(i * 100, i * 100 + 10);
    }
    assertThat(after(0)).isEqualTo(100_000);
    assertThat(after(500_000)).isCloseTo(50_000, within(1_000L));
    assertThat(after(999_900)).isEqualTo(10);
    assertThat(after(999_800)).isEqualTo(20);
  }

  @Test
  void shouldKeepALongPieceApartFromTrifles() {
    work.add(0, 1_000_000);
    for (long i = 2; i < 1000; i++) {
      work.add(i * 1_000_000, i * 1_000_000 + 10);
    }
    // long after the piece, and before all others
    assertThat(after(1_500_000)).isEqualTo(998 * 10);
  }

  @Test
  void shouldKnowNothingOfMomentsOfAnotherClock() {
    work.add(1_000_000, 2_000_000);
    assertThat(work.between(0, 1000)).isZero();
  }

  /** Other tests may have worked on the thread that runs them. */
  @Test
  void shouldTakeOffWhatThisThreadDidAndNotWhatOthersDid() throws Exception {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              takeOff();
              return null;
            });
    Thread fresh = new Thread(task);
    fresh.start();
    task.get();
  }

  private static void takeOff() throws InterruptedException {
    long begin = System.nanoTime();
    Thread other = new Thread(() -> AgentWork.worked(System.nanoTime() - 500 * MILLI));
    other.start();
    other.join();
    assertThat(AgentWork.without(1000 * MILLI)).isEqualTo(1000 * MILLI);
    AgentWork.worked(System.nanoTime() - 300 * MILLI);
    // what the test itself takes lies between the two clocks
    assertThat(AgentWork.without(1000 * MILLI)).isCloseTo(700 * MILLI, within(MILLI));
    assertThat(AgentWork.without(System.nanoTime() - begin)).isNotNegative();
    assertThat(AgentWork.within(System.nanoTime() - 1000 * MILLI, 1000 * MILLI))
        .isCloseTo(300 * MILLI, within(MILLI));
    // it is over since a while
    Thread.sleep(2);
    assertThat(AgentWork.within(System.nanoTime() - MILLI, MILLI)).isZero();
  }

  @Test
  void shouldNotTakeAnythingOffAShortRun() {
    AgentWork.worked(System.nanoTime() - MILLI);
    assertThat(AgentWork.without(50_000)).isEqualTo(50_000);
  }
}
