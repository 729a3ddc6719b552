/** The reasons why a rule matches nothing: near misses, found in names and class files alone. */
@NullMarked
package io.heddle.agent.reason;

import org.jspecify.annotations.NullMarked;
