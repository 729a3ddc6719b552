/** Files and directories of spilled samples: locks, owners, segments, sizes. */
@NullMarked
package io.heddle.agent.unit.spill.disk;

import org.jspecify.annotations.NullMarked;
