package io.heddle.registry.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.Registry;
import io.heddle.registry.Scraped;
import io.heddle.registry.snapshot.BucketLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the rules of a family share its places. */
class SeriesShareTest {
  private static final int PLACES = 100;
  private static final BucketLayout GRID = new BucketLayout(new double[] {1});

  private final Registry registry = new Registry("t", PLACES, 8 << 20);

  private RunFamily family(int rules) {
    FamilySpec spec = new FamilySpec("tool", "T", List.of("tool"), GRID, true);
    return registry.family(spec.sharedBy(rules));
  }

  /** Returns how many of so many label sets of a rule found a place; each has one run. */
  private static int run(RunFamily family, String rule, int labelSets) {
    int placed = 0;
    for (int i = 0; i < labelSets; i++) {
      Series series = family.series(List.of(rule + i), family.share(rule), CellArrays.EVER);
      series.begin().start();
      placed += family.isOverflow(series) ? 0 : 1;
    }
    return placed;
  }

  @Test
  void shouldKeepAPartForEachRuleHoweverLateItComes() {
    RunFamily family = family(4);
    // half of 100 places are shared by 4 rules: 12 each
    assertThat(run(family, "greedy", 1000)).isEqualTo(PLACES - 3 * 12);
    assertThat(run(family, "first", 12)).isEqualTo(12);
    assertThat(run(family, "second", 5)).isEqualTo(5);
    assertThat(run(family, "third", 50)).as("its part, and none of the second's").isEqualTo(12);
    assertThat(run(family, "second", 12)).isEqualTo(12);
    assertThat(family.size()).isEqualTo(PLACES + 1);
    assertThat(family.share("greedy").folded()).isEqualTo(1000 - 64);
    assertThat(family.share("first").folded()).isZero();
    assertThat(family.dropped()).isEqualTo(936 + 38);
    Scraped now = new Scraped(registry);
    now.checkLaws("t_tool");
    assertThat(now.started("t_tool")).isEqualTo(1000 + 12 + 5 + 50 + 12);
  }

  @Test
  void shouldLeaveTheWholeFamilyToASingleRule() {
    RunFamily family = family(1);
    assertThat(run(family, "only", 150)).isEqualTo(PLACES);
    assertThat(family.share("only").taken()).isEqualTo(PLACES);
  }

  @Test
  void shouldFindPlacesAgainOnceTheLimitIsRaised() {
    RunFamily one = family(1);
    assertThat(run(one, "only", 150)).isEqualTo(PLACES);
    registry.raise(PLACES - 1, 1);
    assertThat(run(one, "only", 150)).as("a lower limit").isEqualTo(PLACES);
    registry.raise(120, 16 << 20);
    assertThat(run(one, "only", 150)).isEqualTo(120);
    Scraped now = new Scraped(registry);
    now.checkLaws("t_tool");
    assertThat(now.started("t_tool")).isEqualTo(450);
  }

  @Test
  void shouldRaiseThePartOfEachRuleToo() {
    RunFamily family = family(2);
    assertThat(run(family, "greedy", 1000)).isEqualTo(75);
    registry.raise(2 * PLACES, 8 << 20);
    assertThat(run(family, "greedy", 1000)).isEqualTo(150);
    assertThat(run(family, "late", 100)).isEqualTo(50);
  }

  @Test
  void shouldGiveWhatNoRuleHasForCertainToWhomComesFirst() {
    RunFamily family = family(2);
    assertThat(run(family, "a", 60)).isEqualTo(60);
    assertThat(run(family, "b", 60)).isEqualTo(40);
    assertThat(run(family, "a", 80)).as("those that it has").isEqualTo(60);
  }

  @Test
  void shouldGiveThePlacesOfARuleThatHasEndedToTheOthers() {
    RunFamily family = family(2);
    Object[] feeder = new Object[1];
    feeder[0] = feeder;
    for (int i = 0; i < 200; i++) {
      family.series(List.of("gone" + i), family.share("gone"), feeder).begin().start();
    }
    assertThat(run(family, "stays", 60)).isEqualTo(25);
    family.leave(feeder, family.share("gone"));
    assertThat(family.share("gone").taken()).isZero();
    assertThat(run(family, "stays", 60)).isEqualTo(60);
  }

  @Test
  void shouldNotCountAnApplicationsOwnOverflowAsFolded() {
    RunFamily family = family(2);
    SeriesShare share = family.share("a");
    Series series = family.series(List.of(LabelTable.OVERFLOW), share, CellArrays.EVER);
    assertThat(family.isOverflow(series)).isTrue();
    assertThat(share.folded()).isZero();
  }

  /** Packs and adapters, which have no rule of the user, have one share in all. */
  @Test
  void shouldKeepAPartForPacks() {
    RunFamily family = family(2);
    assertThat(run(family, "greedy", 1000)).isEqualTo(75);
    for (int i = 0; i < 25; i++) {
      assertThat(family.isOverflow(family.series(List.of("pack" + i)))).isFalse();
    }
    assertThat(family.isOverflow(family.series(List.of("one more")))).isTrue();
  }

  @Test
  void shouldComeFirstWhereThereAreMoreRulesThanPlaces() {
    RunFamily family = family(500);
    assertThat(run(family, "greedy", 150)).isEqualTo(PLACES);
  }
}
