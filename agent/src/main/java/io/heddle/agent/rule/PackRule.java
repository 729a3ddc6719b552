package io.heddle.agent.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a rule that only a pack can write, and that {@code stage}, {@code gauge} or {@code
 * runner_error} of any rule is translated into. Immutable.
 *
 * @param adapter the code that handles the call; null: the method is a run or ends one
 * @param on the value that the adapter takes for the receiver; null: the receiver
 * @param with further values for the adapter, by names that it knows
 * @param when the adapter is called, or {@code ends} applies, only if all conditions hold; a run
 *     counts only if they hold at its end
 * @param guard only the outermost run of all rules of this guard counts; null: none, or the rule's
 *     own
 * @param optional true: the library may lack the class or the method
 * @param publisher true: the result is a publisher, and each subscription to it is a run
 * @param key the object that ends the run; null: the run ends with its method
 * @param ends the run that the method ends, being no run itself; null: it ends none
 * @param thrown meanings of exceptions; the first that fits decides
 * @param tokens counts to add to the family's tokens at the end of the run, by type
 * @param terms which calls are runs of their own, and what their results mean
 */
public record PackRule(
    @Nullable AdapterEvent adapter,
    @Nullable ValueSpec on,
    Map<String, ValueSpec> with,
    List<ConditionSpec> when,
    @Nullable String guard,
    boolean optional,
    boolean publisher,
    @Nullable ValueSpec key,
    @Nullable CompletionSpec ends,
    List<ExceptionSpec> thrown,
    Map<String, ValueSpec> tokens,
    RunPolicySpec terms) {
  /** The value for a rule that uses none of these. */
  public static final PackRule NONE =
      new PackRule(
          null,
          null,
          Map.of(),
          List.of(),
          null,
          false,
          false,
          null,
          null,
          List.of(),
          Map.of(),
          RunPolicySpec.NONE);

  /** Returns the part of a rule whose method calls this adapter with these values. */
  public static PackRule told(AdapterEvent adapter, Map<String, ValueSpec> with) {
    return new PackRule(
        adapter,
        null,
        with,
        List.of(),
        null,
        false,
        false,
        null,
        null,
        List.of(),
        Map.of(),
        RunPolicySpec.NONE);
  }

  /** Copies the collections; tokens keep their order. */
  public PackRule {
    with = Map.copyOf(with);
    when = List.copyOf(when);
    thrown = List.copyOf(thrown);
    tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
  }

  /** Returns a copy with this adapter and the values that it gets. */
  public PackRule withAdapter(AdapterEvent name, Map<String, ValueSpec> told) {
    return new PackRule(
        name, on, told, when, guard, optional, publisher, key, ends, thrown, tokens, terms);
  }

  /** Returns true if the method is a run; false if it only calls an adapter or ends a run. */
  public boolean isRun() {
    return adapter == null && ends == null;
  }
}
