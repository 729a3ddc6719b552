/** Retransforms loaded classes in batches, and gives them their own bytes back. */
@NullMarked
package io.heddle.agent.weave.retransform;

import org.jspecify.annotations.NullMarked;
