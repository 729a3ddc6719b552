package io.heddle.agent.rule;

import org.jspecify.annotations.Nullable;

/**
 * A method that ends a run which began in another method.
 *
 * @param key the object that the run is known by
 * @param value the result of the run; null: none
 * @param thrown the exception that the run failed with; null: it did not fail
 */
public record CompletionSpec(
    ValueSpec key, @Nullable ValueSpec value, @Nullable ValueSpec thrown) {}
