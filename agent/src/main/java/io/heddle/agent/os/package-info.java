/** Readers of process figures from the operating system: {@code /proc} on Linux, OSHI elsewhere. */
@NullMarked
package io.heddle.agent.os;

import org.jspecify.annotations.NullMarked;
