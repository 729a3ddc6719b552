/** Programs of others that tests run beside a JVM: Prometheus, its promtool, Podman. */
@NullMarked
package io.heddle.it.harness.external;

import org.jspecify.annotations.NullMarked;
