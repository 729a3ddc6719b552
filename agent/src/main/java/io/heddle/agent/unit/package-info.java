/**
 * Process units: the resources that this JVM, its children and configured processes use over time.
 */
@NullMarked
package io.heddle.agent.unit;

import org.jspecify.annotations.NullMarked;
