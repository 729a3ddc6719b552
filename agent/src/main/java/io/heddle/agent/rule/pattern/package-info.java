/** Patterns for the names of types and methods, and the types that no rule may weave. */
@NullMarked
package io.heddle.agent.rule.pattern;

import org.jspecify.annotations.NullMarked;
