/**
 * The command line: one class per command, kept in {@link CommandTable}. Runs in a JVM of its own
 * and reaches a target only through {@link TargetVm} (attach) and {@link HeddleHttp} (its server).
 */
@NullMarked
package io.heddle.agent.cli;

import org.jspecify.annotations.NullMarked;
