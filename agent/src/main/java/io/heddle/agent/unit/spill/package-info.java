/**
 * Samples on disk: what falls out of memory stays readable for the life of this JVM, in a directory
 * of its own, and all of it together stays below a size.
 *
 * <p>{@link io.heddle.agent.unit.spill.Spill} is the room's door. Samples are offered to a ring in
 * memory; one thread takes them from there to segments, files of lines of JSON. A segment is never
 * written to again once it is closed, and segments go whole, the oldest first.
 */
@NullMarked
package io.heddle.agent.unit.spill;

import org.jspecify.annotations.NullMarked;
