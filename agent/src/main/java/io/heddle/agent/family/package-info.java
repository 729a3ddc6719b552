/** The metric families, built in or configured. */
@NullMarked
package io.heddle.agent.family;

import org.jspecify.annotations.NullMarked;
