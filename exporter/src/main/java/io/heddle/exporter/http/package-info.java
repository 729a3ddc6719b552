/** HTTP/1.1 on blocking sockets with hard limits, on top of the parser and writer of HttpCore. */
@NullMarked
package io.heddle.exporter.http;

import org.jspecify.annotations.NullMarked;
