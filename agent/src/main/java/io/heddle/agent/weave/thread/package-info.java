/** Where weaving may run: on threads of the agent, or where the stack has room. */
@NullMarked
package io.heddle.agent.weave.thread;

import org.jspecify.annotations.NullMarked;
