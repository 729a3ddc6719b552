/** The input and output of commands: arguments, tables, progress. */
@NullMarked
package io.heddle.agent.cli.console;

import org.jspecify.annotations.NullMarked;
