/**
 * Serves metrics over HTTP. What runs before the first connection is {@link
 * io.heddle.exporter.MetricsServer} and plain sockets; the rest loads when somebody asks.
 */
@NullMarked
package io.heddle.exporter;

import org.jspecify.annotations.NullMarked;
