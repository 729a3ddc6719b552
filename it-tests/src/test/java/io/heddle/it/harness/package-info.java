/**
 * The harness of the integration tests: forked JVMs with the packaged jar, their answers, and the
 * laws that hold for these. No class of Heddle is on the class path here.
 */
@NullMarked
package io.heddle.it.harness;

import org.jspecify.annotations.NullMarked;
