/** Reaches the JVM that a command works on, through the attach API. */
@NullMarked
package io.heddle.agent.cli.attach;

import org.jspecify.annotations.NullMarked;
