package io.heddle.probe.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdTableTest {
  private IdTable<String> table = new IdTable<>();

  private int add(String value, int wanted, int turn) {
    int id = table.free(wanted, turn);
    table = table.with(id, value);
    return id;
  }

  @Test
  void shouldGiveTheSameIdsAtEveryOtherAttachment() {
    int[] first = new int[10_000];
    Set<Integer> different = new HashSet<>();
    for (int i = 0; i < first.length; i++) {
      first[i] = add("m" + i, ("m" + i).hashCode(), 0);
      assertThat(first[i]).isPositive().isEven();
      different.add(first[i]);
    }
    assertThat(different).hasSize(first.length);
    table = new IdTable<>();
    for (int i = 0; i < first.length; i++) {
      assertThat(add("n" + i, ("m" + i).hashCode(), 1)).isOdd();
      assertThat(table.get(first[i])).isNull();
    }
    table = new IdTable<>();
    for (int i = first.length - 1; i >= 0; i--) {
      assertThat(add("o" + i, ("m" + i).hashCode(), 0)).isEqualTo(first[i]);
    }
  }

  @Test
  void shouldGiveOthersTheNextIdsWhereOneIsTaken() {
    assertThat(add("a", 7, 0)).isEqualTo(14);
    assertThat(add("b", 7, 0)).isEqualTo(16);
    assertThat(add("zero", 0, 0)).isEqualTo(2);
    assertThat(add("last", -1, 0)).isEqualTo(Integer.MAX_VALUE - 1);
    assertThat(add("over", -1, 0)).isEqualTo(4);
    table = table.with(14, null);
    assertThat(table.get(14)).isNull();
    assertThat(table.get(0)).isNull();
    assertThat(table.get(-1)).isNull();
    assertThat(add("c", 7, 0)).isEqualTo(14);
  }

  @Test
  void shouldHoldWhatAMapHolds() {
    Random random = new Random(17);
    Map<Integer, String> expected = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      int wanted = random.nextInt(300);
      if (random.nextBoolean()) {
        expected.put(add("v" + i, wanted, 0), "v" + i);
      } else {
        expected.remove(wanted * 2);
        table = table.with(wanted * 2 == 0 ? 2 : wanted * 2, null);
        expected.remove(wanted * 2 == 0 ? 2 : wanted * 2);
      }
      if (expected.size() > 400) {
        expected.keySet().forEach(id -> table = table.with(id, null));
        expected.clear();
      }
    }
    for (int id = 1; id < 3_000; id++) {
      assertThat(table.get(id)).isEqualTo(expected.get(id));
    }
  }
}
