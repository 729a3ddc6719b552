/**
 * A replacement of {@code java.util.logging} for the libraries in the agent jar: the first class
 * that asks for a logger makes the JVM's log manager, and the application may not yet have chosen
 * one.
 */
@NullMarked
package io.heddle.agent.log.silent;

import org.jspecify.annotations.NullMarked;
