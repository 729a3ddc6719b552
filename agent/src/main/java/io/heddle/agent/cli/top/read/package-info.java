/**
 * Reads the figures of one JVM from its server: the exposition in protobuf, runs in flight, boxes
 * and units.
 */
@NullMarked
package io.heddle.agent.cli.top.read;

import org.jspecify.annotations.NullMarked;
