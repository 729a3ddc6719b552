/** The log of Heddle: one line at the start, then warnings, each at most once a minute. */
@NullMarked
package io.heddle.agent.log;

import org.jspecify.annotations.NullMarked;
