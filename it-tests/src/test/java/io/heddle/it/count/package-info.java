/** Exact counts on many threads, and the limits of label values, threads and methods. */
@NullMarked
package io.heddle.it.count;

import org.jspecify.annotations.NullMarked;
