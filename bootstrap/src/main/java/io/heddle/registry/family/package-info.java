/**
 * Families of runs: their series, and the cells in which threads count. Lives in the boot loader,
 * at run time as {@code java.heddle.registry.family}. The write path is free of locks and
 * allocation.
 */
@NullMarked
package io.heddle.registry.family;

import org.jspecify.annotations.NullMarked;
