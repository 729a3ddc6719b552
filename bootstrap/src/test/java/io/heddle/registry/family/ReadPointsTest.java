package io.heddle.registry.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.registry.snapshot.LabelSet;
import io.heddle.registry.snapshot.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadPointsTest {
  private record Labeled(LabelSet labels, long createdMillis) implements ReadPoints.Owner {
    static Labeled of(int number) {
      return new Labeled(
          new LabelSet(List.of("n"), List.of(Integer.toString(number))), 1000 + number);
    }
  }

  /** Values of one, four and eight bytes, wide ones at any place, with room and without. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40})
  void shouldKeepEveryValueHoweverWideItIs(int room) {
    long[][] all = {
      {},
      {0, 1, 127, 128, 3},
      {-1, -128, -129, 5},
      {7, 1L << 40, 2, -3},
      {1L << 31, 0},
      {Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE + 1L, 9},
      {Long.MAX_VALUE >> 11, 0, 1},
      new long[33]
    };
    for (long[] values : all) {
      ReadPoints counter = new ReadPoints(room);
      ReadPoints gauge = new ReadPoints(counter);
      ReadPoints copy = new ReadPoints(0);
      List<Point> expected = new ArrayList<>();
      List<Point> gauges = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        Labeled owner = Labeled.of(i);
        counter.add(owner, values[i]);
        gauge.add(owner, values[values.length - 1 - i]);
        expected.add(new Point(owner.labels(), (double) values[i], owner.createdMillis()));
        gauges.add(new Point(owner.labels(), (double) values[values.length - 1 - i]));
      }
      copy.addAll(counter);
      assertThat(counter).isEqualTo(expected);
      assertThat(copy).isEqualTo(expected);
      assertThat(gauge).isEqualTo(gauges);
      assertThatThrownBy(() -> counter.get(values.length))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void shouldHandOutTheInstanceOfTheLabels() {
    ReadPoints points = new ReadPoints(0);
    Labeled owner = Labeled.of(1);
    points.add(owner, 5);
    assertThat(points.get(0).labels()).isSameAs(owner.labels());
  }
}
