/** Serves connections: sockets, threads, deadlines, and the requests and responses on them. */
@NullMarked
package io.heddle.exporter.http.connection;

import org.jspecify.annotations.NullMarked;
