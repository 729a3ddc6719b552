/** Looks closer at runs that last long: where their thread is, and how their process does. */
@NullMarked
package io.heddle.agent.inflight;

import org.jspecify.annotations.NullMarked;
