/** Child processes, counted by how they end. */
@NullMarked
package io.heddle.it.process;

import org.jspecify.annotations.NullMarked;
