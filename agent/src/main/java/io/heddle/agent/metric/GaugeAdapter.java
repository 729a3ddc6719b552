package io.heddle.agent.metric;

import io.heddle.agent.adapter.BoundAdapter;
import io.heddle.agent.adapter.BoundCall;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.agent.rule.RuleAction.FeedGauge;
import io.heddle.agent.rule.ValueSpec;
import io.heddle.probe.value.AnyNumber;
import io.heddle.probe.value.Value;
import io.heddle.registry.Registry;
import io.heddle.registry.error.UnreadableException;
import io.heddle.registry.labeled.GaugeDataPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sets a gauge, or adds to it, when the call has returned and not thrown. A value that is no number
 * is an error of the rule, and the gauge keeps its value. Thread-safe.
 */
public final class GaugeAdapter extends BoundAdapter {
  private final boolean adds;
  private final LabeledGauge gauges;
  private final Value value;
  private final List<Value> labels;
  private final Map<String, Double> numbers;

  private GaugeAdapter(
      RuleBindings bindings,
      FeedGauge gauge,
      Value value,
      List<Value> labels,
      LabeledGauge gauges) {
    super(bindings, with(labels, value));
    this.adds = gauge.change() == FeedGauge.Change.ADD;
    this.gauges = gauges;
    this.value = value;
    this.labels = List.copyOf(labels);
    this.numbers = gauge.numbers();
  }

  /**
   * Creates the adapter of a rule, and the gauge if it is new.
   *
   * @param values compiles the values of the rule for its method
   */
  public static GaugeAdapter of(
      Registry registry,
      FeedGauge gauge,
      RuleBindings bindings,
      Function<ValueSpec, Value> values) {
    List<String> names = new ArrayList<>();
    List<Value> labels = new ArrayList<>();
    for (Map.Entry<String, ValueSpec> label : new TreeMap<>(gauge.labels()).entrySet()) {
      names.add(label.getKey());
      labels.add(values.apply(label.getValue()));
    }
    LabeledGauge gauges = LabeledGauge.of(registry.metrics(), gauge.name(), gauge.help(), names);
    return new GaugeAdapter(bindings, gauge, values.apply(gauge.value()), labels, gauges);
  }

  private static Value[] with(List<Value> labels, Value value) {
    List<Value> all = new ArrayList<>(labels);
    all.add(value);
    return all.toArray(new Value[0]);
  }

  @Override
  public void ends(@Nullable Object state, BoundCall call) throws Throwable {
    if (call.isThrown()) {
      return;
    }
    double number = number(call.read(value));
    List<String> labelValues = new ArrayList<>(labels.size());
    for (Value label : labels) {
      labelValues.add(call.label(label));
    }
    GaugeDataPoint gauge = gauges.at(labelValues);
    if (!adds) {
      gauge.set(number);
    } else if (Double.isFinite(number)) {
      gauge.add(number);
    } else {
      throw new UnreadableException(number + " cannot be added to a gauge");
    }
  }

  @Override
  public boolean endsLater(@Nullable Object state) {
    return true;
  }

  private static @Nullable String text(@Nullable Object read) {
    if (read instanceof Enum<?> one) {
      return one.name();
    }
    if (read instanceof Boolean flag) {
      return flag.toString();
    }
    return read instanceof String given ? given : null;
  }

  private double number(@Nullable Object read) {
    if (read instanceof Number number) {
      return AnyNumber.asDouble(number);
    }
    String text = text(read);
    Double known = text == null ? null : numbers.get(text);
    if (known != null) {
      return known;
    }
    if (read instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (value.root() == Value.Root.CONSTANT && text != null) {
      return Double.parseDouble(text);
    }
    throw new UnreadableException(
        (read == null ? "null" : read.getClass().getName()) + " is no number for a gauge");
  }
}
