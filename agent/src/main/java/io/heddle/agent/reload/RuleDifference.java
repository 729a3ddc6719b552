package io.heddle.agent.reload;

import io.heddle.agent.rule.RuleSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The difference between the rules of two configurations, by their ids. Immutable.
 *
 * @param added rules that there were not before
 * @param changed rules with the same id, and with another content
 * @param removed rules that there are not any more
 * @param kept rules that did not change
 */
public record RuleDifference(
    List<String> added, List<String> changed, List<String> removed, List<String> kept) {
  private static final int MOST_NAMED = 20;

  /** Copies the lists. */
  public RuleDifference {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
  }

  /** Returns the difference between the rules of before and after. */
  public static RuleDifference of(List<RuleSpec> before, List<RuleSpec> after) {
    Map<String, RuleSpec> left = new LinkedHashMap<>();
    for (RuleSpec rule : before) {
      left.put(rule.id(), rule);
    }
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (RuleSpec rule : after) {
      RuleSpec known = left.remove(rule.id());
      (known == null ? added : known.equals(rule) ? kept : changed).add(rule.id());
    }
    return new RuleDifference(added, changed, List.copyOf(left.keySet()), kept);
  }

  /** Returns true if all rules are as before; their order may be another. */
  public boolean isNone() {
    return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
  }

  /** Returns the difference in one line. */
  public String inWords() {
    return "rules: "
        + named("added", added)
        + named("changed", changed)
        + named("removed", removed)
        + kept.size()
        + " kept";
  }

  private static String named(String what, List<String> ids) {
    if (ids.isEmpty()) {
      return "";
    }
    int more = ids.size() - MOST_NAMED;
    String names = String.join(", ", ids.subList(0, Math.min(MOST_NAMED, ids.size())));
    return ids.size()
        + " "
        + what
        + " ("
        + names
        + (more > 0 ? " and " + more + " more" : "")
        + "), ";
  }
}
