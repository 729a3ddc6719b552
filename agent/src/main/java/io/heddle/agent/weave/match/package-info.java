/** Decides which classes and methods a rule means, and keeps the state of each rule. */
@NullMarked
package io.heddle.agent.weave.match;

import org.jspecify.annotations.NullMarked;
