package io.heddle.agent.rule;

import org.jspecify.annotations.Nullable;

/**
 * A method that ends a run which began in another one.
 *
 * @param key the object of the run
 * @param value what the run came to; null: nothing
 * @param thrown what it failed with; null: it did not fail
 */
public record CompletionSpec(
    ValueSpec key, @Nullable ValueSpec value, @Nullable ValueSpec thrown) {}
