/** What Heddle costs, beside its peers and in the same run. Never shipped. */
@NullMarked
package io.heddle.benchmarks;

import org.jspecify.annotations.NullMarked;
