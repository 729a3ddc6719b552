package io.heddle.agent.rule;

import io.heddle.agent.rule.pattern.MethodPattern;
import io.heddle.agent.rule.pattern.TypePattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule: the methods that are measured, and the family that they count in. Immutable.
 *
 * @param id unique among the rules of a file
 * @param type classes by name; null if {@code annotated} alone decides
 * @param subtypes true: also every class that extends or implements a matching one
 * @param annotated exact name of an annotation on the method or its declaring class; with {@code
 *     type} both must match
 * @param method null for every method
 * @param exclude classes that are never woven by this rule
 * @param outermost true: only the outermost run of this rule on the thread counts
 * @param family name of the metric family, {@code call} unless given
 * @param labels values by label of the family; a label that is absent reads {@code none}
 * @param outcome conditions on top of exceptions
 * @param stage the method is this stage of the run or box around it, and not a run; null: no stage
 * @param pack the part that only packs can write
 */
public record RuleSpec(
    String id,
    @Nullable TypePattern type,
    boolean subtypes,
    @Nullable String annotated,
    @Nullable MethodPattern method,
    List<TypePattern> exclude,
    boolean outermost,
    String family,
    Map<String, ValueSpec> labels,
    OutcomeSpec outcome,
    @Nullable String stage,
    PackRule pack) {
  /** Copies the collections; labels keep their order. */
  public RuleSpec {
    exclude = List.copyOf(exclude);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }
}
