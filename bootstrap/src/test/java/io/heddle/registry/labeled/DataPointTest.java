package io.heddle.registry.labeled;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.Workers;
import io.heddle.registry.family.Budget;
import io.heddle.registry.snapshot.HistogramPoint;
import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.Point;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DataPointTest {
  private static final int SHARED = 16;

  private final Budget budget = new Budget(8 << 20);
  private final CounterDataPoint counter = new CounterDataPoint(LabelSet.EMPTY, budget);

  /** Adds as woven code does; the place is the thread's for as long as it lives. */
  private static final class Caller {
    private final WeakReference<Thread> self = new WeakReference<>(Thread.currentThread());
    private final int place;
    int shared;

    Caller(int place) {
      this.place = place;
    }

    void add(CounterDataPoint point, long count) {
      if (!point.add(self, place, count)
          && !(point.claim(self, place) && point.add(self, place, count))) {
        point.shared().add(count);
        shared++;
      }
    }

    void observe(HistogramDataPoint point, double value) {
      if (!point.observe(self, place, value)
          && !(point.claim(self, place) && point.observe(self, place, value))) {
        point.observe(value);
      }
    }
  }

  @Test
  void shouldGiveAThreadACellAfterSomeCallsAndAllocateNothingMore() {
    Caller caller = new Caller(5);
    for (int i = 0; i < 1000; i++) {
      caller.add(counter, 3);
    }
    assertThat(caller.shared).isEqualTo(SHARED);
    assertThat(counter.sum()).isEqualTo(3000);
    assertThat(counter.cells()).hasNumberOfRows(1);
    assertThat(budget.used()).isPositive().isLessThan(300);
  }

  @Test
  void shouldCountExactlyWithMoreThreadsThanPlaces() throws Exception {
    HistogramDataPoint histogram =
        new HistogramDataPoint(LabelSet.EMPTY, budget, new double[] {0, 1, 2});
    CountDownLatch all = new CountDownLatch(300);
    long last = 0;
    Workers workers =
        Workers.start(
            300,
            index -> {
              // some threads have one and the same place
              Caller caller = new Caller(index % 280);
              for (int i = 0; i < 1000; i++) {
                caller.add(counter, 1);
                caller.observe(histogram, i % 5);
                if (i == 500) {
                  // so that all of them live at once
                  all.countDown();
                  all.await();
                }
              }
            });
    while (workers.areAlive()) {
      HistogramPoint point = histogram.read();
      assertThat(point.sum()).isLessThanOrEqualTo(4.0 * point.count());
      long now = counter.sum();
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
    workers.join();
    assertThat(counter.sum()).isEqualTo(300_000);
    assertThat(histogram.read().counts()).containsExactly(60_000, 60_000, 60_000, 120_000);
    assertThat(histogram.read().sum()).isEqualTo(600_000);
    assertThat(counter.cells().length).isBetween(100, 256);
  }

  @Test
  void shouldHandTheCellOfAThreadThatHasEndedToTheNext() throws Exception {
    for (int i = 0; i < 100; i++) {
      int place = i;
      Thread thread =
          new Thread(
              () -> {
                Caller caller = new Caller(place);
                for (int call = 0; call < 100; call++) {
                  caller.add(counter, 1);
                }
              });
      thread.start();
      thread.join();
    }
    assertThat(counter.sum()).isEqualTo(10_000);
    assertThat(counter.cells().length).isLessThanOrEqualTo(4);
  }

  @Test
  void shouldShareWhatTheBudgetHasNoRoomFor() {
    Budget small = new Budget(0);
    CounterDataPoint point = new CounterDataPoint(LabelSet.EMPTY, small);
    Caller caller = new Caller(0);
    for (int i = 0; i < 100; i++) {
      caller.add(point, 1);
    }
    assertThat(caller.shared).isEqualTo(100);
    assertThat(point.sum()).isEqualTo(100);
    assertThat(point.cells()).isEmpty();
    assertThat(small.used()).isZero();
  }

  @Test
  void shouldGiveNoCellOnceItIsClosed() {
    Caller caller = new Caller(0);
    for (int i = 0; i < 100; i++) {
      caller.add(counter, 1);
    }
    counter.close();
    assertThat(counter.cells()).isEmpty();
    caller.add(counter, 1);
    assertThat(caller.shared).isEqualTo(SHARED + 1);
    assertThat(counter.isPaidBy(budget)).isTrue();
    assertThat(counter.isPaidBy(new Budget(1))).isFalse();
  }

  @Test
  void shouldPutValuesIntoTheLowestBucketWhoseBoundIsNotBelowThem() {
    HistogramDataPoint histogram =
        new HistogramDataPoint(LabelSet.EMPTY, budget, new double[] {-1, 0, 2.5});
    Caller caller = new Caller(3);
    double[] values = {-7, -1, -.5, -0.0, 0, 2.5, 2.6, 1e300};
    for (int round = 0; round < 10; round++) {
      for (double value : values) {
        caller.observe(histogram, value);
      }
    }
    assertThat(histogram.read().counts()).containsExactly(20, 30, 10, 20);
    assertThat(histogram.read().count()).isEqualTo(80);
    assertThat(histogram.cells()).hasNumberOfRows(1);
  }

  @Test
  void shouldKeepTheLastValueOfAGaugeAndLoseNoStep() throws Exception {
    GaugeDataPoint gauge = new GaugeDataPoint(LabelSet.EMPTY, budget);
    List<Point> points = new ArrayList<>();
    gauge.read(points);
    assertThat(points).isEmpty();
    gauge.set(Double.NaN);
    gauge.set(5);
    Workers.start(
            4,
            index -> {
              for (int i = 0; i < 50_000; i++) {
                gauge.add(index % 2 == 0 ? 2 : -1);
              }
            })
        .join();
    gauge.read(points);
    assertThat(points).singleElement().extracting(Point::value).isEqualTo(100_005.0);
  }
}
