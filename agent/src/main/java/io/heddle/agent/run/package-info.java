/**
 * What no single method call tells as a run: life cycles of child processes, containers and boxes,
 * and stages; and what is no run at all: gauges by rule, tasks and metrics of the application's
 * own.
 */
@NullMarked
package io.heddle.agent.run;

import org.jspecify.annotations.NullMarked;
