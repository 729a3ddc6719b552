/** Results that come later: what waits for them, held by the object that brings them. */
@NullMarked
package io.heddle.probe.later;

import org.jspecify.annotations.NullMarked;
