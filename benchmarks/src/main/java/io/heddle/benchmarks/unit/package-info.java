/** Benchmarks of the sampling of processes: one more sample in full memory, and whole rounds. */
@NullMarked
package io.heddle.benchmarks.unit;

import org.jspecify.annotations.NullMarked;
