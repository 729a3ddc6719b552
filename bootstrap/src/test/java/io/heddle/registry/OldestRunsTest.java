package io.heddle.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heddle.registry.family.Cells;
import io.heddle.registry.family.FamilySpec;
import io.heddle.registry.snapshot.BucketLayout;
import io.heddle.registry.snapshot.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The gauge of the oldest run, whose beginnings the test makes up. */
class OldestRunsTest {
  private static final String OLDEST = "heddle_tool_oldest_seconds";

  private final Registry registry = new Registry("heddle", 100, 8 << 20);

  private Cells cells(String family, String tool) {
    BucketLayout grid = new BucketLayout(new double[] {1, 2});
    boolean tracked = !family.equals("call");
    FamilySpec spec = new FamilySpec(family, "T", List.of("tool"), grid, tracked);
    return registry.family(spec).series(List.of(tool)).shared();
  }

  private static long ago(long seconds) {
    return System.nanoTime() - TimeUnit.SECONDS.toNanos(seconds);
  }

  private InFlightRun open(Cells cells, long seconds) {
    InFlightRun run = registry.open(cells, ago(seconds));
    cells.start();
    return run;
  }

  private void end(InFlightRun run, Cells cells) {
    registry.close(run);
    cells.succeed(1);
  }

  private double oldest(String tool) {
    Scraped scraped = new Scraped(registry);
    scraped.checkLaws("heddle_tool");
    return scraped.sum(OLDEST, "tool", tool);
  }

  @Test
  void shouldTellTheOldestOfEachSeriesAndZeroWhereNothingIsInFlight() {
    Cells one = cells("tool", "one");
    Cells other = cells("tool", "other");
    InFlightRun young = open(one, 5);
    InFlightRun old = open(one, 700);
    ThreadCells thread = registry.cellsOf(Thread.currentThread());
    InFlightRun onStack = thread.push(other, ago(30));
    other.start();
    InFlightRun inner = thread.push(other, ago(20));
    other.start();
    assertThat(oldest("one")).isCloseTo(700, within(5.0));
    assertThat(oldest("other")).isCloseTo(30, within(5.0));
    end(old, one);
    end(inner, other);
    assertThat(oldest("one")).isCloseTo(5, within(4.0));
    assertThat(oldest("other")).isCloseTo(30, within(5.0));
    end(young, one);
    end(onStack, other);
    assertThat(oldest("one")).isZero();
    assertThat(new Scraped(registry).points(OLDEST)).hasSize(2);
  }

  @Test
  void shouldHaveNoneForRunsThatAreNotListedOneByOne() {
    Cells call = cells("call", "none");
    call.start();
    assertThat(new Scraped(registry).has("heddle_call_in_flight")).isTrue();
    assertThat(new Scraped(registry).has("heddle_call_oldest_seconds")).isFalse();
  }

  @Test
  void shouldBeAbsentWhereOnlyRunsBeyondTheLimitAreInFlight() {
    Cells many = cells("tool", "many");
    Cells late = cells("tool", "late");
    Cells idle = cells("tool", "idle");
    end(open(idle, 1), idle);
    List<InFlightRun> listed = new ArrayList<>();
    for (int i = 0; i < InFlightRuns.LIMIT; i++) {
      listed.add(open(many, 60));
    }
    InFlightRun unlisted = open(late, 50);
    Scraped full = new Scraped(registry);
    assertThat(full.sum(OLDEST, "tool", "many")).isCloseTo(60, within(5.0));
    assertThat(full.sum("heddle_tool_in_flight", "tool", "late")).isEqualTo(1);
    assertThat(full.points(OLDEST)).hasSize(2).noneMatch(point -> isOf(point, "late"));
    assertThat(full.points(OLDEST)).anyMatch(point -> isOf(point, "idle") && point.value() == 0);
    for (InFlightRun run : listed) {
      end(run, many);
    }
    // still unknown: it is not listed later on
    assertThat(new Scraped(registry).points(OLDEST)).noneMatch(point -> isOf(point, "late"));
    end(unlisted, late);
    assertThat(new Scraped(registry).points(OLDEST)).hasSize(3).allMatch(p -> p.value() == 0);
  }

  private static boolean isOf(Point point, String tool) {
    return point.labels().values().contains(tool);
  }

  @Test
  void shouldHoldItsLawWhileRunsComeAndGo() throws InterruptedException {
    Cells busy = cells("tool", "busy");
    Thread writer =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                end(open(busy, 0), busy);
              }
            });
    writer.start();
    try {
      for (int i = 0; i < 500; i++) {
        assertThat(oldest("busy")).isBetween(0.0, 60.0);
      }
    } finally {
      writer.interrupt();
      writer.join();
    }
    assertThat(oldest("busy")).isZero();
  }
}
