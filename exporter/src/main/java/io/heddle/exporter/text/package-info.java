/** Text that every format can carry. */
@NullMarked
package io.heddle.exporter.text;

import org.jspecify.annotations.NullMarked;
