/**
 * Families, series, cells, histograms and their snapshots. Lives in the boot loader: uses java.base
 * only, so that woven classes of every loader share one registry.
 */
@NullMarked
package io.heddle.registry;

import org.jspecify.annotations.NullMarked;
