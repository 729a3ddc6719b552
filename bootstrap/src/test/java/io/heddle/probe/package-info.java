/** Tests of the probe. */
@NullMarked
package io.heddle.probe;

import org.jspecify.annotations.NullMarked;
