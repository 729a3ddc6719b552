/**
 * Packs: rules for known libraries, in the jar as YAML, asleep until a class of the library loads.
 */
@NullMarked
package io.heddle.agent.pack;

import org.jspecify.annotations.NullMarked;
