/** Errors that probes swallow, counted and kept as text. */
@NullMarked
package io.heddle.registry.error;

import org.jspecify.annotations.NullMarked;
