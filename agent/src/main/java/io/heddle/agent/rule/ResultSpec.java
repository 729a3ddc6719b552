package io.heddle.agent.rule;

import io.heddle.registry.family.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a result that a library returns.
 *
 * @param when condition that must hold; null: none
 * @param outcome how such a run ended; never success
 * @param errorType the error type; null: that of the outcome
 */
public record ResultSpec(
    @Nullable ConditionSpec when, Outcome outcome, @Nullable String errorType) {}
