package io.heddle.agent.weave.match;

import io.heddle.agent.rule.RuleSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the guards of {@code outermost}: those that have names, and those of single rules. */
public final class OutermostGuards {
  private final Map<String, Integer> named = new HashMap<>();
  private int count;

  /** Returns the index of the guard whose outermost run counts, or 0 if every run counts. */
  public int index(RuleSpec spec) {
    String guard = spec.pack().guard();
    if (guard != null) {
      return index(guard);
    }
    return spec.outermost() ? count++ : 0;
  }

  /** Returns the indexes of further guards, for which no run within a run of the rule counts. */
  public List<Integer> further(RuleSpec spec) {
    List<Integer> further = new ArrayList<>();
    for (String name : spec.pack().terms().guards()) {
      further.add(index(name));
    }
    return further;
  }

  private int index(String name) {
    Integer known = named.putIfAbsent(name, count);
    return known == null ? count++ : known;
  }
}
