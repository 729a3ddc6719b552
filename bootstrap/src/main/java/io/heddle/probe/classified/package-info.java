/**
 * Runs that end with their method and whose outcome depends on its result, counted without an
 * object for the call. Lives in the boot loader, at run time as {@code
 * java.heddle.probe.classified}.
 */
@NullMarked
package io.heddle.probe.classified;

import org.jspecify.annotations.NullMarked;
