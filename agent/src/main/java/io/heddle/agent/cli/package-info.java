/**
 * The command line: one class per command, listed in {@link CommandTable}. Runs in a JVM of its own
 * and reaches a target only through {@link io.heddle.agent.cli.attach.TargetVm} (attach) and {@link
 * io.heddle.agent.cli.server.HeddleHttp} (its server).
 */
@NullMarked
package io.heddle.agent.cli;

import org.jspecify.annotations.NullMarked;
