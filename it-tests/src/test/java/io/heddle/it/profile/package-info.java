/** The profiles: metrics with the names of other systems. */
@NullMarked
package io.heddle.it.profile;

import org.jspecify.annotations.NullMarked;
