/**
 * The metrics of other systems, computed at a scrape from Heddle's own. Loaded only if the setting
 * {@code profiles} names one.
 */
@NullMarked
package io.heddle.agent.profile;

import org.jspecify.annotations.NullMarked;
