@NullMarked
package io.heddle.agent.weave.advice;

import org.jspecify.annotations.NullMarked;
