/** What the operating system tells of processes: {@code /proc} on Linux, OSHI elsewhere. */
@NullMarked
package io.heddle.agent.os;

import org.jspecify.annotations.NullMarked;
