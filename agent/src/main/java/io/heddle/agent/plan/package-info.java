/** The plan: what a configuration would weave in a JVM or in archives, without weaving anything. */
@NullMarked
package io.heddle.agent.plan;

import org.jspecify.annotations.NullMarked;
