/**
 * The parts of an advice that depend on the method that it is woven into: its probe, the start of
 * its labels, the slots of its parameters.
 */
@NullMarked
package io.heddle.agent.weave.advice.parameter;

import org.jspecify.annotations.NullMarked;
