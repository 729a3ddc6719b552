/** Requests, responses, who answers them and what all of them may take. */
@NullMarked
package io.heddle.exporter.http;

import org.jspecify.annotations.NullMarked;
