/** Samples in memory: bounded, compact, oldest out first. */
@NullMarked
package io.heddle.agent.unit.store;

import org.jspecify.annotations.NullMarked;
