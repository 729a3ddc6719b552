/** The application runs, fails and ends with Heddle as it does without. */
@NullMarked
package io.heddle.it.harmless;

import org.jspecify.annotations.NullMarked;
