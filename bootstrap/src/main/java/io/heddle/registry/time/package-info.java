/** The time of runs: a coarse clock, and the work of Heddle's own that is no part of a run. */
@NullMarked
package io.heddle.registry.time;

import org.jspecify.annotations.NullMarked;
