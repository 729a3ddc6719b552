/** What sampling of processes costs: one more sample in full memory, and whole rounds. */
@NullMarked
package io.heddle.benchmarks.unit;

import org.jspecify.annotations.NullMarked;
