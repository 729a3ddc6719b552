package io.heddle.agent.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The classes and methods that a configuration would weave. Immutable.
 *
 * @param of what was looked at, in a few words
 * @param rules of the user in their order, then those of packs that would weave something
 * @param asleep packs whose libraries were not met
 * @param answers what each rule says to one method, if that was asked
 * @param forecast what the weaving would take
 * @param calls what the JVM told of calls; null if it was not asked
 */
public record WeavingPlan(
    String of,
    List<PlannedRule> rules,
    List<String> asleep,
    List<Answer> answers,
    Forecast forecast,
    @Nullable CallSample calls) {
  /** Copies the lists. */
  public WeavingPlan {
    rules = List.copyOf(rules);
    asleep = List.copyOf(asleep);
    answers = List.copyOf(answers);
  }

  /** Returns the ids of the rules of the user that would weave nothing. */
  public List<String> unmatched() {
    return rules.stream()
        .filter(rule -> rule.pack().isEmpty() && rule.methods() == 0)
        .map(PlannedRule::id)
        .toList();
  }

  /**
   * A rule.
   *
   * @param pack name of its pack; empty for a rule of the user
   * @param action the family whose runs its calls are, or what else they are
   * @param methods number of methods that it would weave
   * @param failed classes and methods that it names and could not weave
   * @param labels labels whose values come from the call, with where from
   * @param shown some of the methods
   * @param reasons why others are not woven
   */
  public record PlannedRule(
      String id,
      String pack,
      String action,
      long methods,
      long failed,
      Map<String, String> labels,
      List<PlannedMethod> shown,
      List<Reason> reasons) {
    /** Copies the collections. */
    public PlannedRule {
      labels = Map.copyOf(labels);
      shown = List.copyOf(shown);
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * A method that would be woven.
   *
   * @param loader class of the loader of its class; what the archives are called if there is none
   * @param method name and parameter types
   * @param labels that are known without a call
   */
  public record PlannedMethod(
      String className, String loader, String method, Map<String, String> labels) {
    /** Copies the map. */
    public PlannedMethod {
      labels = Map.copyOf(labels);
    }

    List<String> parameterTypes() {
      String types = method.substring(method.indexOf('(') + 1, method.length() - 1);
      return types.isEmpty() ? List.of() : List.of(types.split(", ", -1));
    }
  }

  /** The reason why a method is not woven; the method may be empty, and the class too. */
  public record Reason(String className, String method, String reason) {}

  /** The answer of one rule to one method. */
  public record Answer(String rule, String pack, String className, String method, String answer) {}

  /**
   * The time and the stops that the weaving would take.
   *
   * @param looked classes that were looked at
   * @param classes that would be woven
   * @param bytes of their class files
   * @param millis that the plan took, which an attach takes too, besides its start
   * @param pauses batches of classes, each of which stops the application once or more often; 0 if
   *     it does not run
   * @param pauseMillis how long the longest of these stops would be, about
   * @param labelSets known at once; further ones come from calls
   */
  public record Forecast(
      int looked,
      int classes,
      long bytes,
      long millis,
      int pauses,
      long pauseMillis,
      long labelSets) {}
}
