/**
 * Exact counts in code that we did not write: results that come later, delegates, runners, packs.
 */
@NullMarked
package io.heddle.it.field.exact;

import org.jspecify.annotations.NullMarked;
