/** Snapshots as Prometheus text, OpenMetrics and protobuf, through the writers of client_java. */
@NullMarked
package io.heddle.exporter.exposition;

import org.jspecify.annotations.NullMarked;
