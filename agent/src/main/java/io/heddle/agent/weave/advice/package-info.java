/**
 * The advice that Byte Buddy inlines into woven methods, one class for each way in which a method
 * is measured, and how it is fitted to a method.
 */
@NullMarked
package io.heddle.agent.weave.advice;

import org.jspecify.annotations.NullMarked;
