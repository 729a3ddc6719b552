@NullMarked
package io.heddle.agent.reason;

import org.jspecify.annotations.NullMarked;
