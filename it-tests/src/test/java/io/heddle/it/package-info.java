/** Real JVMs with the packaged jar. No class of Heddle is on the class path here. */
@NullMarked
package io.heddle.it;

import org.jspecify.annotations.NullMarked;
