package io.heddle.agent.rule;

import io.heddle.registry.family.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What an exception of a library means.
 *
 * @param type the exception's class, or one that it extends
 * @param when what else must hold; null: nothing
 * @param outcome how such a run ended; a success too
 * @param errorType the kind; null: that of the outcome, or the name of the exception's class
 */
public record ExceptionSpec(
    String type, @Nullable ConditionSpec when, Outcome outcome, @Nullable String errorType) {}
