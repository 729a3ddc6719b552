/** Tests of the registry. */
@NullMarked
package io.heddle.registry;

import org.jspecify.annotations.NullMarked;
