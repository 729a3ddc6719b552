/**
 * Process units: what the children of this JVM, it itself and others named to it use, over time.
 */
@NullMarked
package io.heddle.agent.unit;

import org.jspecify.annotations.NullMarked;
