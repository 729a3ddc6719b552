package io.heddle.agent.rule;

import io.heddle.registry.family.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of an exception that a library throws.
 *
 * @param type the exception's class, or one that it extends
 * @param when condition that must hold too; null: none
 * @param outcome how such a run ended; may be success
 * @param errorType the error type; null: that of the outcome, or the name of the exception's class
 */
public record ExceptionSpec(
    String type, @Nullable ConditionSpec when, Outcome outcome, @Nullable String errorType) {}
