@NullMarked
package io.heddle.agent.weave;

import org.jspecify.annotations.NullMarked;
