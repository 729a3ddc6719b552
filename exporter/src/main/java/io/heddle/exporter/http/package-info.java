/** Requests, responses, their handlers, and the limits that they share. */
@NullMarked
package io.heddle.exporter.http;

import org.jspecify.annotations.NullMarked;
