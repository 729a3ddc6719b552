/** The command {@code top}: a live table of what JVMs run. */
@NullMarked
package io.heddle.agent.cli.top;

import org.jspecify.annotations.NullMarked;
