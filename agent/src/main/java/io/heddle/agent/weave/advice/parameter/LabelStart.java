package io.heddle.agent.weave.advice.parameter;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the parameter of an advice that becomes the receiver or the argument with which a label of
 * the woven method starts, and null if it has no such label.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface LabelStart {
  /** Returns the number of the label among those that come from the call, from 0. */
  int value();
}
