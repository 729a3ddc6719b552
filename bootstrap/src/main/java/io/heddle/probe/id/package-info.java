/** The ids by which woven code finds its probes. At run time {@code java.heddle.probe.id}. */
@NullMarked
package io.heddle.probe.id;

import org.jspecify.annotations.NullMarked;
