/**
 * The value language of rules: paths from a call to a label, a number or a condition. Lives in the
 * boot loader, at run time as {@code java.heddle.probe.value}.
 */
@NullMarked
package io.heddle.probe.value;

import org.jspecify.annotations.NullMarked;
