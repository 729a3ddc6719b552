@NullMarked
package io.heddle.agent.governor;

import org.jspecify.annotations.NullMarked;
