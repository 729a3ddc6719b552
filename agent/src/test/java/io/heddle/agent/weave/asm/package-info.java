@NullMarked
package io.heddle.agent.weave.asm;

import org.jspecify.annotations.NullMarked;
