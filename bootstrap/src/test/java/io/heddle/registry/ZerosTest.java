package io.heddle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.RunFamily;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Series that can be fed read 0 until they are, and take nobody's place. */
class ZerosTest {
  private static final int LIMIT = 10;
  private static final BucketLayout GRID = new BucketLayout(new double[] {1, 2});

  private final Registry registry = new Registry("t", LIMIT, 8 << 20);
  private final RunFamily family =
      registry.family(new FamilySpec("call", "F", List.of("method"), GRID, true));

  private void run(String method, Outcome outcome) {
    Cells cells = family.series(List.of(method)).shared();
    cells.start();
    cells.end(1, outcome, "Boom");
  }

  private static List<String> methods(Scraped scraped) {
    List<String> methods = new ArrayList<>();
    for (Point point : scraped.points("t_call_started_total")) {
      methods.add(point.labels().values().get(0));
    }
    return methods;
  }

  @Test
  void shouldReadZeroFromTheWeavingOn() {
    family.expect(List.of("a"));
    Scraped now = new Scraped(registry);
    assertThat(now.points("t_call_started_total")).hasSize(1);
    assertThat(now.started("t_call")).isZero();
    assertThat(now.points("t_call_in_flight")).hasSize(1);
    assertThat(now.points("t_call_completed_total"))
        .extracting(point -> point.labels().values().get(1))
        .containsExactlyInAnyOrder("success", "failure", "canceled", "timeout");
    // of the outcomes that are rare no histogram: each takes as many lines as it has buckets
    assertThat(now.histogram("t_call_duration_seconds")).hasSize(1);
    HistogramPoint success = now.histogram("t_call_duration_seconds").get(0);
    assertThat(success.count()).isZero();
    assertThat(GRID.classicCounts(success)).containsExactly(0, 0, 0);
    assertThat(now.has("t_call_errors_total")).isFalse();
    run("a", Outcome.FAILURE);
    Scraped then = new Scraped(registry);
    then.checkNothingFell(now);
    assertThat(then.started("t_call")).isEqualTo(1);
    assertThat(then.points("t_call_completed_total")).hasSize(4);
    assertThat(then.sum("t_call_completed_total", "outcome", "failure")).isEqualTo(1);
    assertThat(then.histogram("t_call_duration_seconds")).hasSize(2);
    assertThat(registry.liveSeries()).isEqualTo(1);
  }

  @Test
  void shouldHaveAsManyZerosAsThereIsRoomForBesideWhatWasCalled() {
    for (int i = 0; i < 3 * LIMIT; i++) {
      family.expect(List.of("m" + i));
    }
    assertThat(methods(new Scraped(registry)))
        .containsExactlyInAnyOrder("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
    assertThat(registry.liveSeries()).isZero();
    for (int i = 20; i < 26; i++) {
      run("m" + i, Outcome.SUCCESS);
    }
    run("other", Outcome.SUCCESS);
    run("m2", Outcome.SUCCESS);
    assertThat(methods(new Scraped(registry)))
        .containsExactlyInAnyOrder(
            "m20", "m21", "m22", "m23", "m24", "m25", "other", "m2", "m0", "m1");
    run("more", Outcome.SUCCESS);
    run("most", Outcome.SUCCESS);
    assertThat(registry.dropped()).isEmpty();
    run("m0", Outcome.SUCCESS);
    run("m0", Outcome.SUCCESS);
    Scraped full = new Scraped(registry);
    assertThat(methods(full)).hasSize(LIMIT + 1).contains("_overflow_").doesNotContain("m0", "m1");
    assertThat(full.started("t_call")).isEqualTo(12);
    assertThat(registry.dropped()).containsEntry("call", 2L);
    full.checkNothingFell(full);
  }

  @Test
  void shouldForgetTheZeroOfAMethodThatIsWovenNoMore() {
    family.expect(List.of("a"));
    family.expect(List.of("a"));
    family.expect(List.of("b"));
    family.expectNoMore(List.of("b"));
    family.expectNoMore(List.of("a"));
    family.expectNoMore(List.of("never"));
    assertThat(methods(new Scraped(registry))).containsExactly("a");
    run("a", Outcome.SUCCESS);
    family.expectNoMore(List.of("a"));
    assertThat(new Scraped(registry).started("t_call")).isEqualTo(1);
    assertThat(registry.snapshot()).isNotEmpty();
  }

  @Test
  void shouldWeighWhatItWrites() {
    assertThat(registry.weigh(1, 0, 0)).isZero();
    family.expect(List.of("a"));
    assertThat(registry.weigh(1, 0, 0)).isEqualTo(7);
    assertThat(registry.weigh(0, 1, 0)).isEqualTo(GRID.classicSize());
  }

  @Test
  void shouldTellWhenEachBegan() throws Exception {
    long before = System.currentTimeMillis();
    family.expect(List.of("a"));
    run("late", Outcome.FAILURE);
    long after = System.currentTimeMillis();
    while (System.currentTimeMillis() <= after) {
      Thread.onSpinWait();
    }
    long scraped = System.currentTimeMillis();
    new Scraped(registry);
    run("a", Outcome.TIMEOUT);
    run("late", Outcome.SUCCESS);
    Scraped now = new Scraped(registry);
    long end = System.currentTimeMillis();
    for (Point point : now.points("t_call_started_total")) {
      assertThat(point.createdMillis()).isBetween(before, after);
    }
    for (Point point : now.points("t_call_completed_total")) {
      boolean known = point.labels().values().get(0).equals("a");
      boolean success = point.labels().values().get(1).equals("success");
      // no run of late had succeeded when the scrape before looked
      assertThat(point.createdMillis())
          .as("%s", point)
          .isBetween(known || !success ? before : scraped, known || !success ? after : end);
    }
    for (Point point : now.points("t_call_errors_total")) {
      boolean known = point.labels().values().get(0).equals("a");
      assertThat(point.createdMillis()).isBetween(known ? scraped : before, known ? end : after);
    }
    for (HistogramPoint point : now.histogram("t_call_duration_seconds")) {
      // a histogram that was no zero before begins with its first run
      boolean zero = point.labels().values().equals(List.of("a", "success"));
      boolean first = point.labels().values().equals(List.of("late", "failure"));
      assertThat(point.createdMillis())
          .as("%s", point.labels())
          .isBetween(zero || first ? before : scraped, zero || first ? after : end);
    }
    Scraped again = new Scraped(registry);
    assertThat(again.points("t_call_completed_total"))
        .hasSameElementsAs(now.points("t_call_completed_total"));
  }
}
