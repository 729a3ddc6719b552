/** Numbers of any size, asked for with work that does not grow with them. */
@NullMarked
package io.heddle.probe.number;

import org.jspecify.annotations.NullMarked;
