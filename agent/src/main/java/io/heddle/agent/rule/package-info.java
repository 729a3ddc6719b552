/** Rules as immutable data: the methods that are measured, and the families they count in. */
@NullMarked
package io.heddle.agent.rule;

import org.jspecify.annotations.NullMarked;
