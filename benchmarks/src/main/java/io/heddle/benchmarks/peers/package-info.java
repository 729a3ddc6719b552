/**
 * The table of peers: the same small methods, measured by every tool of this field that can be had,
 * each attached to a JVM of its own.
 */
@NullMarked
package io.heddle.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
