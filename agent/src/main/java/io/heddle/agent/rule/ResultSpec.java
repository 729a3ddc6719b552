package io.heddle.agent.rule;

import io.heddle.registry.family.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a result of a library means.
 *
 * @param when what must hold; null: nothing
 * @param outcome how such a run ended; no success
 * @param errorType the kind; null: that of the outcome
 */
public record ResultSpec(
    @Nullable ConditionSpec when, Outcome outcome, @Nullable String errorType) {}
