/**
 * Threads that count while another scrapes, under jcstress. One file a promise; what is not
 * declared acceptable fails the run. Never shipped.
 */
@NullMarked
package io.heddle.stress;

import org.jspecify.annotations.NullMarked;
