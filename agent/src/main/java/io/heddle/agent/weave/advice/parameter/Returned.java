package io.heddle.agent.weave.advice.parameter;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the parameters of an advice that become the result of the woven method: as an Object, as
 * the bits of a number in a long, and as the kind that tells which of the two it is, in an int.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Returned {}
