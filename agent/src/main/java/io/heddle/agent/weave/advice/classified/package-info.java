/** Advice for runs whose outcome their rule decides by the result or the exception. */
@NullMarked
package io.heddle.agent.weave.advice.classified;

import org.jspecify.annotations.NullMarked;
