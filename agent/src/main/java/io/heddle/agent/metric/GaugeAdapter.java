package io.heddle.agent.metric;

import io.heddle.agent.adapter.BoundAdapter;
import io.heddle.agent.adapter.RuleBindings;
import io.heddle.probe.value.AnyNumber;
import io.heddle.registry.Registry;
import io.heddle.registry.error.UnreadableException;
import io.heddle.registry.labeled.LabeledGauge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sets a gauge, or adds to it, when the call has returned and not thrown. A value that is no number
 * is an error of the rule, and the gauge keeps its value. Thread-safe.
 */
public final class GaugeAdapter extends BoundAdapter {
  private static final String VALUE = "value";

  private final boolean adds;
  private final LabeledGauge gauges;
  private final List<String> labels = new ArrayList<>();
  private final Map<String, Double> numbers = new HashMap<>();
  private final boolean constant;

  /**
   * @param facts name, help and value; the labels as {@code label.NAME}, the numbers of texts as
   *     {@code number.TEXT}
   * @param adds true if the value is added, false if it is set
   */
  public GaugeAdapter(Registry registry, RuleBindings facts, boolean adds) {
    super(facts);
    this.adds = adds;
    this.constant = facts.constant(VALUE) != null;
    List<String> names = facts.names("label.");
    for (String name : names) {
      labels.add("label." + name);
    }
    for (String text : facts.names("number.")) {
      numbers.put(text, Double.valueOf(String.valueOf(facts.constant("number." + text))));
    }
    this.gauges =
        registry.gauge(
            String.valueOf(facts.constant("name")), String.valueOf(facts.constant("help")), names);
  }

  @Override
  public void ends(@Nullable Object state, RuleBindings.Heard heard) throws Throwable {
    if (heard.isThrown()) {
      return;
    }
    double number = number(heard.object(VALUE));
    List<String> values = new ArrayList<>(labels.size());
    for (String label : labels) {
      values.add(heard.label(label));
    }
    LabeledGauge.Value gauge = gauges.at(values);
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

  private static @Nullable String text(@Nullable Object value) {
    if (value instanceof Enum<?> one) {
      return one.name();
    }
    if (value instanceof Boolean flag) {
      return flag.toString();
    }
    return value instanceof String given ? given : null;
  }

  private double number(@Nullable Object value) {
    if (value instanceof Number number) {
      return AnyNumber.asDouble(number);
    }
    String text = text(value);
    Double known = text == null ? null : numbers.get(text);
    if (known != null) {
      return known;
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    if (constant && text != null) {
      return Double.parseDouble(text);
    }
    throw new UnreadableException(
        (value == null ? "null" : value.getClass().getName()) + " is no number for a gauge");
  }
}
