/** Rules as immutable data: which methods are measured, and as what. */
@NullMarked
package io.heddle.agent.rule;

import org.jspecify.annotations.NullMarked;
