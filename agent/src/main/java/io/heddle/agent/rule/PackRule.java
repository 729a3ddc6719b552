package io.heddle.agent.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What only a rule of a pack can say, and what {@code stage} or {@code gauge} of any rule is made
 * into. Immutable.
 *
 * @param adapter the code that knows what the method means; null: the method is a run
 * @param on what the adapter takes for the receiver; null: the receiver
 * @param with what the adapter is told besides, by names that it knows
 * @param when an adapter or {@code ends} hears of the call only if all of them hold; a run counts
 *     only if they hold at its end
 * @param guard the outermost run of all rules of this guard counts; null: none, or the rule's own
 * @param optional the library may lack the class or the method
 * @param publisher the result begins when it is subscribed to, and each subscription is a run
 * @param key the object that ends the run; null: the run ends with its method
 * @param ends the method is no run but ends one; null: it does not
 * @param thrown what exceptions mean; the first that fits decides
 * @param tokens what to add to the family's tokens at the end, by type
 * @param terms which calls are runs of their own, and what their results mean
 */
public record PackRule(
    @Nullable String adapter,
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
  /** Of a rule that is no pack's. */
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

  /** Of a method that an adapter is told of. */
  public static PackRule told(String adapter, Map<String, ValueSpec> with) {
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

  /** The same, handed to an adapter that is told this. */
  public PackRule withAdapter(String name, Map<String, ValueSpec> told) {
    return new PackRule(
        name, on, told, when, guard, optional, publisher, key, ends, thrown, tokens, terms);
  }

  /** False if the method only tells about a run. */
  public boolean isRun() {
    return adapter == null && ends == null;
  }
}
