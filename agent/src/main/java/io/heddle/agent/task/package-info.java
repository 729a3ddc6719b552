/** Tasks and runner errors, reported by the application or seen by Heddle, each counted once. */
@NullMarked
package io.heddle.agent.task;

import org.jspecify.annotations.NullMarked;
