/**
 * The limit on what timing costs, {@code governor.budget}: every call is counted, and of methods
 * that are called too often for the budget one call of N is timed.
 */
@NullMarked
package io.heddle.agent.governor;

import org.jspecify.annotations.NullMarked;
