/** Start, attach and detach, while the application runs on. */
@NullMarked
package io.heddle.it.lifecycle;

import org.jspecify.annotations.NullMarked;
