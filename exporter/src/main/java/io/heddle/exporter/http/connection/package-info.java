/** Sockets, their threads and deadlines, and how requests and responses go through them. */
@NullMarked
package io.heddle.exporter.http.connection;

import org.jspecify.annotations.NullMarked;
