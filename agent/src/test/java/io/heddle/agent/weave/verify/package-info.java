@NullMarked
package io.heddle.agent.weave.verify;

import org.jspecify.annotations.NullMarked;
