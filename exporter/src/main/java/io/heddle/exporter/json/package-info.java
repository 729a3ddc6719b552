/** Answers in JSON, streamed. */
@NullMarked
package io.heddle.exporter.json;

import org.jspecify.annotations.NullMarked;
