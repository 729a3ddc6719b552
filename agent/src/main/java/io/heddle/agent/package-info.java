/** The start and stop of the agent and its parts. The only package that depends on all others. */
@NullMarked
package io.heddle.agent;

import org.jspecify.annotations.NullMarked;
