package io.heddle.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.registry.InFlightRun;
import io.heddle.registry.family.Cells;
import io.heddle.registry.family.Outcome;
import io.heddle.registry.family.Series;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunLinksTest {
  private final Probes probes = new Probes();
  private final Probe probe = probes.constant("x", false);
  private final Probe another = probes.constant("x", false);
  private final RunLinks ties = new RunLinks();

  /** Hands on to those that it holds. */
  private record Model(@Nullable Object one, @Nullable Object other) {}

  /** A callback around another. */
  private record Around(Object inner) {}

  private InFlightRun run() {
    Series series = Objects.requireNonNull(ProbeBridge.series(probe));
    Cells cells = series.shared();
    cells.start();
    return probe.registry().open(cells, 0);
  }

  private @Nullable InFlightRun found(Object object, Object self) throws Throwable {
    return ties.runOf(object, self, another);
  }

  @Test
  void shouldTellOfARunByWhatWasMadeInIt() throws Throwable {
    Object made = new Object();
    InFlightRun run = run();
    ties.own(made, run);
    assertThat(found(made, new Object())).isSameAs(run);
    assertThat(found(new Object(), new Object())).isNull();
    run.end(null, 1, Outcome.SUCCESS, "");
    assertThat(found(made, new Object())).isNull();
  }

  @Test
  void shouldTellByWhatWasGivenOnlyToWhatTheReceiverHolds() throws Throwable {
    Object inner = new Object();
    Object given = new Object();
    Model outer = new Model(new Object(), new Around(inner));
    InFlightRun run = run();
    ties.given(given, run, outer, probe);
    ties.own(given, run);
    assertThat(found(given, new Object())).isNull();
    assertThat(found(given, inner)).isSameAs(run);
    assertThat(found(given, outer)).isSameAs(run);
    assertThat(ties.runOf(given, outer, probe)).isNull();
  }

  @Test
  void shouldLookIntoWhatACallWasGivenButNotIntoReceivers() throws Throwable {
    Object callback = new Object();
    InFlightRun run = run();
    ties.own(callback, run);
    Around around = new Around(new Around(new Around(callback)));
    assertThat(found(around, new Object())).isSameAs(run);
    assertThat(found(new Around(new Model(null, callback)), new Object())).isSameAs(run);
    ties.kind(Around.class.getName());
    assertThat(found(new Model(around, null), new Object())).isNull();
  }

  @Test
  void shouldPassOnToATextThatTellsOfTheRunForEver() throws Throwable {
    Object request = new Object();
    Object received = new Object();
    InFlightRun run = run();
    ties.given(request, run, new Object(), probe);
    ties.pass(request, "a1b2-7");
    run.end(null, 1, Outcome.SUCCESS, "");
    ties.pass(new String("a1b2-7".toCharArray()), received);
    assertThat(found(received, new Object())).isSameAs(run);
    for (int i = 0; i <= RunLinks.MOST_TEXTS; i++) {
      ties.pass(received, "b" + i);
    }
    assertThat(found("a1b2-7", new Object())).isNull();
    assertThat(found("b" + RunLinks.MOST_TEXTS, new Object())).isSameAs(run);
  }

  @Test
  void shouldTellOfTheRunThatGoesOnOfAllThatAnObjectWasGivenTo() throws Throwable {
    Object shared = new Object();
    Object inner = new Object();
    InFlightRun first = run();
    ties.given(shared, first, new Model(inner, null), probe);
    for (int i = 0; i < 3; i++) {
      InFlightRun ended = run();
      ties.given(shared, ended, new Model(inner, null), probe);
      ended.end(null, 1, Outcome.SUCCESS, "");
    }
    assertThat(found(shared, inner)).isSameAs(first);
  }
}
