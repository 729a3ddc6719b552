/** The HTTP server of the packaged jar: formats, clients, a real Prometheus, and its memory. */
@NullMarked
package io.heddle.it.exporter;

import org.jspecify.annotations.NullMarked;
