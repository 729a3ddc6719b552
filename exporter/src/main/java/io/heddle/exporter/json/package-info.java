/** Response bodies in JSON, written as streams. */
@NullMarked
package io.heddle.exporter.json;

import org.jspecify.annotations.NullMarked;
