/** Which room may see which, one test for each arrow that must not exist. */
@NullMarked
package io.heddle.rooms;

import org.jspecify.annotations.NullMarked;
