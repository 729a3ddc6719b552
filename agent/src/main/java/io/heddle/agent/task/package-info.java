/**
 * Tasks and errors of runners, reported by the application or seen by Heddle: each is counted once.
 */
@NullMarked
package io.heddle.agent.task;

import org.jspecify.annotations.NullMarked;
