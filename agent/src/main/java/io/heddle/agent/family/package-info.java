/** The families of metrics: those that are built in, and those of the configuration. */
@NullMarked
package io.heddle.agent.family;

import org.jspecify.annotations.NullMarked;
