/**
 * The packaging of the agent jar. The build runs it; the jar does not hold it. It uses the writer
 * of {@link io.heddle.premain.archive} and the parser of packs.
 */
@NullMarked
package io.heddle.packaging;

import org.jspecify.annotations.NullMarked;
