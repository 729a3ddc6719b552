/** Start, stop, and the order in which things come up. The only room that knows all others. */
@NullMarked
package io.heddle.agent;

import org.jspecify.annotations.NullMarked;
