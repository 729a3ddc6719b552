@NullMarked
package io.heddle.agent.reload;

import org.jspecify.annotations.NullMarked;
