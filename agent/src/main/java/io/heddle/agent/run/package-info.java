/** What no single method call tells as a run: life cycles of child processes, gauges. */
@NullMarked
package io.heddle.agent.run;

import org.jspecify.annotations.NullMarked;
