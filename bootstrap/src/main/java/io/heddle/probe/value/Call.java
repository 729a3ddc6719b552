package io.heddle.probe.value;

import org.jspecify.annotations.Nullable;

/**
 * A call of a woven method, as the values of a rule see it.
 *
 * @param self the receiver, null for a static method
 * @param arguments boxed, in order; not changed
 * @param returned boxed, null while it runs, for void and when it threw
 * @param thrown null unless it threw
 */
@SuppressWarnings("ArrayRecordComponent") // lives as long as one call and is never compared
public record Call(
    @Nullable Object self,
    @Nullable Object[] arguments,
    @Nullable Object returned,
    @Nullable Throwable thrown) {}
