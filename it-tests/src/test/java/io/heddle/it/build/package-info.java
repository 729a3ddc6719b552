/** The check that integration tests test what the sources say now. */
@NullMarked
package io.heddle.it.build;

import org.jspecify.annotations.NullMarked;
