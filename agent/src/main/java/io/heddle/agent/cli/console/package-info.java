/** What a command reads and prints: arguments, tables, progress. */
@NullMarked
package io.heddle.agent.cli.console;

import org.jspecify.annotations.NullMarked;
