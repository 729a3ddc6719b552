/** Places where weaving may run: threads of the agent, and stacks that have room. */
@NullMarked
package io.heddle.agent.weave.thread;

import org.jspecify.annotations.NullMarked;
