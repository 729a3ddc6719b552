/** Life cycles of runs that no single method call spans: child processes. */
@NullMarked
package io.heddle.agent.run;

import org.jspecify.annotations.NullMarked;
