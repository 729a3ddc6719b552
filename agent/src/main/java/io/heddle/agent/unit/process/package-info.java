/** What the system tells of processes: {@code /proc} on Linux, OSHI elsewhere. */
@NullMarked
package io.heddle.agent.unit.process;

import org.jspecify.annotations.NullMarked;
