/**
 * Serves metrics over HTTP. Before the first connection only {@link
 * io.heddle.exporter.MetricsServer} and plain sockets run; the rest loads with it.
 */
@NullMarked
package io.heddle.exporter;

import org.jspecify.annotations.NullMarked;
