/** Units: child processes and watched processes that are sampled, and their samples. */
@NullMarked
package io.heddle.it.unit;

import org.jspecify.annotations.NullMarked;
