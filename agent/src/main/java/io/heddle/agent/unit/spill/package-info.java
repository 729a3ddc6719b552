/**
 * Samples on disk: samples that memory evicts stay readable for the life of this JVM, in its own
 * directory, and all of them together stay below a size.
 *
 * <p>{@link io.heddle.agent.unit.spill.Spill} is the entry point. Samples are offered to a ring in
 * memory; one thread takes them from there to segments, files of lines of JSON. A segment is never
 * written to again once it is closed, and whole segments are deleted, the oldest first.
 */
@NullMarked
package io.heddle.agent.unit.spill;

import org.jspecify.annotations.NullMarked;
