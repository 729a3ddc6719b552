/**
 * Packs: rules for known libraries, kept as YAML in the jar and not parsed until a class of the
 * library loads.
 */
@NullMarked
package io.heddle.agent.pack;

import org.jspecify.annotations.NullMarked;
