package io.heddle.agent.weave.match;

import io.heddle.agent.rule.OutermostSpec;
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
    OutermostSpec outermost = spec.outermost();
    if (outermost == null) {
      return 0;
    }
    String guard = outermost.guard();
    return guard == null ? count++ : index(guard);
  }

  /** Returns the indexes of further guards, for which no run within a run of the rule counts. */
  public List<Integer> further(RuleSpec spec) {
    List<Integer> further = new ArrayList<>();
    OutermostSpec outermost = spec.outermost();
    if (outermost != null) {
      for (String name : outermost.others()) {
        further.add(index(name));
      }
    }
    return further;
  }

  private int index(String name) {
    Integer known = named.putIfAbsent(name, count);
    return known == null ? count++ : known;
  }
}
