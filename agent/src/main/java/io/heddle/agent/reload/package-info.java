/** A configuration that changes while Heddle runs: what is different, and what can be applied. */
@NullMarked
package io.heddle.agent.reload;

import org.jspecify.annotations.NullMarked;
