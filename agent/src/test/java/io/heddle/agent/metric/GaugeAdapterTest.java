package io.heddle.agent.metric;

import static io.heddle.agent.rule.RuleAction.FeedGauge.Change.ADD;
import static io.heddle.agent.rule.RuleAction.FeedGauge.Change.SET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.rule.RuleAction.FeedGauge;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.agent.weave.match.ValueCompiler;
import io.heddle.probe.ProbedRule;
import io.heddle.probe.value.Value;
import io.heddle.registry.Registry;
import io.heddle.registry.snapshot.MetricSnapshot;
import io.heddle.registry.snapshot.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GaugeAdapterTest {
  private final Registry registry = new Registry("heddle", 100, 8 << 20);
  private final AtomicInteger errors = new AtomicInteger();

  private GaugeAdapter adapter(FeedGauge.Change change) {
    return adapter(change, "$1", Map.of(), Map.of());
  }

  private GaugeAdapter adapter(
      FeedGauge.Change change,
      String value,
      Map<String, ValueSpec> labels,
      Map<String, Double> numbers) {
    ProbedRule rule = new ProbedRule(0, false, Map.of(), List.of(), 20, errors);
    return GaugeAdapter.of(
        registry,
        new FeedGauge("level", "Level", change, ValueSpec.parse(value), labels, numbers),
        new RuleBindings("", registry, rule, Map.of()),
        ValueCompiler::of);
  }

  private static void call(GaugeAdapter adapter, @Nullable Object argument) throws Throwable {
    adapter.exit(null, null, new @Nullable Object[] {argument}, null, null);
  }

  private List<Point> points() {
    List<MetricSnapshot> all = registry.snapshot();
    return all.isEmpty() ? List.of() : ((MetricSnapshot.Gauge) all.get(0)).points();
  }

  @Test
  void shouldSetWhateverIsANumber() throws Throwable {
    GaugeAdapter adapter = adapter(SET, "$1", Map.of(), Map.of("HIGH", 9.5));
    Object[][] given = {
      {3, 3.0},
      {2.5f, 2.5},
      {true, 1.0},
      {false, 0.0},
      {"HIGH", 9.5},
      {OptionalInt.of(5), 5.0},
      {OptionalLong.of(6), 6.0},
      {OptionalDouble.of(7.5), 7.5},
      {Optional.of(4L), 4.0}
    };
    for (Object[] one : given) {
      call(adapter, one[0]);
      assertThat(points().get(0).value()).as("%s", one[0]).isEqualTo(one[1]);
    }
    for (Object none :
        new Object[] {"LOW", "7", Optional.empty(), OptionalInt.empty(), new Object()}) {
      assertThatIllegalArgumentException().as("%s", none).isThrownBy(() -> call(adapter, none));
    }
    assertThat(points().get(0).value()).isEqualTo(4);
  }

  @Test
  void shouldHearOnlyOfCallsThatReturn() throws Throwable {
    GaugeAdapter adapter = adapter(ADD, "2", Map.of(), Map.of());
    adapter.exit(null, null, new Object[0], null, new IllegalStateException());
    assertThat(points()).isEmpty();
    adapter.exit(null, null, new Object[0], null, null);
    adapter.exit(null, null, new Object[0], null, null);
    assertThat(points().get(0).value()).isEqualTo(4);
  }

  @Test
  void shouldNotAddWhatWouldSpoilASum() throws Throwable {
    GaugeAdapter adapter = adapter(ADD);
    call(adapter, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call(adapter, Double.NaN))
        .withMessage("NaN cannot be added to a gauge");
    assertThat(points().get(0).value()).isEqualTo(1);
  }

  @Test
  void shouldReadLabelsAsThoseOfRuns() throws Throwable {
    Map<String, ValueSpec> labels = new LinkedHashMap<>();
    labels.put("b", ValueSpec.parse("$this"));
    labels.put("a", ValueSpec.constant("x"));
    GaugeAdapter adapter = adapter(SET, "$1", labels, Map.of());
    adapter.exit(null, "me", new Object[] {1}, null, null);
    assertThat(points().get(0).labels().names()).containsExactly("a", "b");
    assertThat(points().get(0).labels().values()).containsExactly("x", "me");
    adapter.exit(null, new Object(), new Object[] {2}, null, null);
    assertThat(errors).hasValue(1);
    assertThat(points()).anyMatch(point -> point.labels().values().contains(Value.ERROR));
  }
}
