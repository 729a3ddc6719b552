/** Boxes, which are created, become ready and then run commands; with the stages of creation. */
@NullMarked
package io.heddle.agent.box;

import org.jspecify.annotations.NullMarked;
