/** Errors that probes swallow: what is kept of them, as text. */
@NullMarked
package io.heddle.registry.error;

import org.jspecify.annotations.NullMarked;
