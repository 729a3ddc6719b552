package io.heddle.agent.rule;

import io.heddle.agent.rule.RuleAction.MeasureRun;
import io.heddle.agent.rule.pattern.MethodSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule: a choice of methods, and the action for each of their calls. Immutable.
 *
 * @param id unique among the rules of a file
 * @param selector the methods
 * @param outermost the guard whose outermost call counts; null: every call counts
 * @param outcome conditions and exceptions that say how a call ended
 * @param when conditions for a call to count, tested at the end of a run and at the beginning of
 *     any other call; in rules of packs only
 * @param optional true: the library may lack the class or the method; in rules of packs only
 * @param action the meaning of a call
 */
public record RuleSpec(
    String id,
    MethodSelector selector,
    @Nullable OutermostSpec outermost,
    OutcomeSpec outcome,
    List<ConditionSpec> when,
    boolean optional,
    RuleAction action) {
  /** Copies the conditions. */
  public RuleSpec {
    when = List.copyOf(when);
  }

  /** Creates a rule without a guard and without conditions. */
  public RuleSpec(String id, MethodSelector selector, RuleAction action) {
    this(id, selector, null, OutcomeSpec.NONE, List.of(), false, action);
  }

  /** Returns the number of rules whose calls are runs of a family. */
  public static int feeding(String family, List<RuleSpec> rules) {
    int count = 0;
    for (RuleSpec rule : rules) {
      count += rule.action() instanceof MeasureRun run && run.family().equals(family) ? 1 : 0;
    }
    return count;
  }

  /**
   * Returns the name of the set of rules of which only the first one weaves a method: the family of
   * a run, so that no call counts in it twice, or else the id of the rule.
   */
  public String shadowGroup() {
    return action instanceof MeasureRun run ? run.family() : id;
  }
}
