/** Calculates what is shown of two states of a JVM: rates, quantiles, shares. */
@NullMarked
package io.heddle.agent.cli.top.rows;

import org.jspecify.annotations.NullMarked;
