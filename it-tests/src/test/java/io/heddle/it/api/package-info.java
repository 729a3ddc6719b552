/** The api, in every version and copy that an application may carry. */
@NullMarked
package io.heddle.it.api;

import org.jspecify.annotations.NullMarked;
