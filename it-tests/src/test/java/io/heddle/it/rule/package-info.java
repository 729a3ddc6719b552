/** Rules: the keys that they have, the values that they read, and what they may not measure. */
@NullMarked
package io.heddle.it.rule;

import org.jspecify.annotations.NullMarked;
