@NullMarked
package io.heddle.probe.later;

import org.jspecify.annotations.NullMarked;
