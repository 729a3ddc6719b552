/**
 * The metrics of other systems, made at a scrape out of Heddle's own. Loaded when the setting
 * {@code profiles} names one.
 */
@NullMarked
package io.heddle.agent.profile;

import org.jspecify.annotations.NullMarked;
