/**
 * Counters, gauges and histograms with labels that belong to no family of runs. Lives in the boot
 * loader, at run time as {@code java.heddle.registry.labeled}.
 */
@NullMarked
package io.heddle.registry.labeled;

import org.jspecify.annotations.NullMarked;
