/** The command top, on real JVMs and in a real terminal. */
@NullMarked
package io.heddle.it.top;

import org.jspecify.annotations.NullMarked;
