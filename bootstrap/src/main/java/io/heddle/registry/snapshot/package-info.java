/**
 * The immutable data that a scrape hands to the writers: metrics, points, labels and bucket
 * layouts. Lives in the boot loader, at run time as {@code java.heddle.registry.snapshot}.
 */
@NullMarked
package io.heddle.registry.snapshot;

import org.jspecify.annotations.NullMarked;
