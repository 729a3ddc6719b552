/**
 * Calls of Kotlin's suspend functions, which end when the continuation that they were given is
 * resumed. Knows the library by names alone.
 */
@NullMarked
package io.heddle.probe.coroutine;

import org.jspecify.annotations.NullMarked;
