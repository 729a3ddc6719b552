/**
 * Containers and the programs that run in them: each is one run, followed through the calls of a
 * container library.
 */
@NullMarked
package io.heddle.agent.container;

import org.jspecify.annotations.NullMarked;
