/** The exporter's own HTTP server beside two that exist. */
@NullMarked
package io.heddle.benchmarks.http;

import org.jspecify.annotations.NullMarked;
