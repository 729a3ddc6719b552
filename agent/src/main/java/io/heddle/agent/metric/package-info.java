/** Metrics that the application records itself, and gauges that rules feed. */
@NullMarked
package io.heddle.agent.metric;

import org.jspecify.annotations.NullMarked;
