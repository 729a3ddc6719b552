/**
 * The meaning of an exception or a result for the outcome of a run. Lives in the boot loader, at
 * run time as {@code java.heddle.probe.outcome}.
 */
@NullMarked
package io.heddle.probe.outcome;

import org.jspecify.annotations.NullMarked;
