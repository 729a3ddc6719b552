/**
 * The advice that Byte Buddy inlines into woven methods, one class for each way in which a method
 * is measured, and the code that fits it to a method.
 */
@NullMarked
package io.heddle.agent.weave.advice;

import org.jspecify.annotations.NullMarked;
