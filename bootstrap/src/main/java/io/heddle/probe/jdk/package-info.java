/**
 * Internals of the JDK that probes need: carrier threads, suppressed virtual threads, private
 * fields, streams that count. Lives in the boot loader, at run time as {@code
 * java.heddle.probe.jdk}.
 */
@NullMarked
package io.heddle.probe.jdk;

import org.jspecify.annotations.NullMarked;
