@NullMarked
package io.heddle.probe.number;

import org.jspecify.annotations.NullMarked;
