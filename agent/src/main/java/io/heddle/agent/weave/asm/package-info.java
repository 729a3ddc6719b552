/** Weaves calls of adapters with ASM alone: the first child process needs nothing else. */
@NullMarked
package io.heddle.agent.weave.asm;

import org.jspecify.annotations.NullMarked;
