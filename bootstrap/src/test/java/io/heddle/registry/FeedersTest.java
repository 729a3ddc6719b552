package io.heddle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.family.Series;
import io.heddle.registry.snapshot.BucketLayout;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Series that leave their family with the last rule that feeds them. */
class FeedersTest {
  private final Registry registry = new Registry("t", 3, 1 << 20);
  private final RunFamily family =
      registry.family(
          new FamilySpec("call", "F", List.of("n"), new BucketLayout(new double[] {1}), true));

  private static Object[] feeder() {
    Object[] feeder = new Object[1];
    feeder[0] = feeder;
    return feeder;
  }

  private void run(Series series) {
    var cells = series.begin();
    cells.start();
    cells.end(1000, Outcome.FAILURE, "io");
  }

  private double started(String name) {
    return new Scraped(registry).sum("t_call_started_total", "n", name);
  }

  @Test
  void shouldStayAsLongAsAnyRuleFeedsIt() {
    Object[] one = feeder();
    Object[] two = feeder();
    Object[] three = feeder();
    Series series = family.series(List.of("a"), null, one);
    run(series);
    assertThat(family.series(List.of("a"), null, two)).isSameAs(series);
    assertThat(family.series(List.of("a"), null, three)).isSameAs(series);
    family.leave(one, null);
    family.leave(three, null);
    assertThat(family.series(List.of("a"), null, two)).isSameAs(series);
    assertThat(started("a")).isEqualTo(1);
    family.leave(two, null);
    assertThat(series.isGone()).isTrue();
    assertThat(started("a")).isZero();
    assertThat(family.series(List.of("a"), null, two)).isNotSameAs(series);
  }

  @Test
  void shouldStayForEverWhereAnAdapterFeedsIt() {
    Object[] one = feeder();
    Series series = family.series(List.of("a"), null, one);
    run(family.series(List.of("a")));
    family.leave(one, null);
    assertThat(series.isGone()).isFalse();
    assertThat(started("a")).isEqualTo(1);
  }

  @Test
  void shouldMakeRoomAndGiveItsMemoryBack() {
    long before = registry.cellBytes();
    Object[] one = feeder();
    for (String name : List.of("a", "b", "c", "d")) {
      run(family.series(List.of(name), null, one));
    }
    assertThat(started("_overflow_")).isEqualTo(1);
    family.leave(one, null);
    assertThat(family.size()).isZero();
    assertThat(registry.cellBytes()).isEqualTo(before);
    run(family.series(List.of("d"), null, feeder()));
    assertThat(started("d")).isEqualTo(1);
  }

  @Test
  void shouldTakeItsZerosWithIt() {
    Object[] one = feeder();
    Object[] two = feeder();
    family.expect(List.of("a"), one);
    family.expect(List.of("b"), one);
    family.expect(List.of("b"), two);
    family.leave(one, null);
    assertThat(new Scraped(registry).points("t_call_started_total"))
        .extracting(point -> point.labels().values())
        .containsExactly(List.of("b"));
  }

  @Test
  void shouldLoseNoRunOfARuleThatStaysWhileOthersLeave() throws Exception {
    Object[] stays = feeder();
    AtomicLong runs = new AtomicLong();
    CountDownLatch begun = new CountDownLatch(1);
    Thread worker =
        new Thread(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                run(family.series(List.of("n" + i % 2), null, stays));
                runs.incrementAndGet();
                begun.countDown();
              }
            });
    worker.start();
    begun.await();
    while (worker.isAlive()) {
      Object[] other = feeder();
      family.series(List.of("n0"), null, other);
      family.series(List.of("n1"), null, other);
      family.leave(other, null);
    }
    worker.join();
    assertThat(started("n0") + started("n1")).isEqualTo((double) runs.get());
  }
}
