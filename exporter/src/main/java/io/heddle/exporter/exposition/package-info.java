/** Writes snapshots as Prometheus text, OpenMetrics and protobuf, through client_java. */
@NullMarked
package io.heddle.exporter.exposition;

import org.jspecify.annotations.NullMarked;
