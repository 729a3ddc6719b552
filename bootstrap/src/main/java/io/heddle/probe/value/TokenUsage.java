package io.heddle.probe.value;

import io.heddle.registry.labeled.LabeledCounter;
import io.heddle.registry.snapshot.LabelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tokens that a run used, read from its call and added to counters at its end. Thread-safe. */
public final class TokenUsage {
  private final LabeledCounter counters;
  private final Map<String, Value> byType;

  /**
   * Creates the token usage of a rule.
   *
   * @param counters with the labels of the family and one more, the type
   * @param byType numbers of the call; null and negative ones add nothing
   */
  public TokenUsage(LabeledCounter counters, Map<String, Value> byType) {
    this.counters = counters;
    this.byType = Map.copyOf(byType);
  }

  /** Returns true if any number comes from the receiver or an argument. */
  public boolean readsCall() {
    for (Value value : byType.values()) {
      if (value.readsCall()) {
        return true;
      }
    }
    return false;
  }

  /** Adds the numbers of a call to the counters of its labels. */
  public void add(LabelSet labels, Call call) throws Throwable {
    for (Map.Entry<String, Value> type : byType.entrySet()) {
      if (type.getValue().read(call) instanceof Number number && number.longValue() > 0) {
        List<String> values = new ArrayList<>(labels.values());
        values.add(type.getKey());
        counters.at(values).add(number.longValue());
      }
    }
  }
}
