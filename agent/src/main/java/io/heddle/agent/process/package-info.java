/**
 * Child processes: each is one run from its start to its exit, followed through the classes of the
 * JDK.
 */
@NullMarked
package io.heddle.agent.process;

import org.jspecify.annotations.NullMarked;
