/** The commands that the documentation shows, run as they stand there. */
@NullMarked
package io.heddle.it.guide;

import org.jspecify.annotations.NullMarked;
