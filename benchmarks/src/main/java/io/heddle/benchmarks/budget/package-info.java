/** The processor time of the agent under a load of a fixed rate, by what its governor may spend. */
@NullMarked
package io.heddle.benchmarks.budget;

import org.jspecify.annotations.NullMarked;
