/**
 * Heddle beside code that its authors did not write: class loaders, languages, containers of
 * applications and environments as they are in the field. What was tried, and what is known not to
 * work, is in docs/field.md.
 */
@NullMarked
package io.heddle.it.field;

import org.jspecify.annotations.NullMarked;
