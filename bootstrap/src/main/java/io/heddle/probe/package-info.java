/**
 * The code that woven methods call to count runs. Lives in the boot loader beside the registry. The
 * hot path is free of locks, allocation, lambdas and first-time class loading.
 */
@NullMarked
package io.heddle.probe;

import org.jspecify.annotations.NullMarked;
