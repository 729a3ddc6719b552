/**
 * Whole suites, programs and libraries of others, with everything woven: they do what they do
 * without the agent. How they are compared is in docs/field.md.
 */
@NullMarked
package io.heddle.it.field.suite;

import org.jspecify.annotations.NullMarked;
