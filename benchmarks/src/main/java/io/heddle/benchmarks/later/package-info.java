/** Calls whose result comes later, and calls on virtual threads. */
@NullMarked
package io.heddle.benchmarks.later;

import org.jspecify.annotations.NullMarked;
