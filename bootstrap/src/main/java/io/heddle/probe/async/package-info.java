/**
 * Results that come later: the listeners that wait for them, held by the object that brings them.
 * Lives in the boot loader, at run time as {@code java.heddle.probe.async}.
 */
@NullMarked
package io.heddle.probe.async;

import org.jspecify.annotations.NullMarked;
