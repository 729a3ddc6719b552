/**
 * The classes that the launcher calls by name in the boot loader: the hash of the boot classes, the
 * task at the end of the JVM, the reply properties. At run time {@code
 * java.heddle.probe.lifecycle}.
 */
@NullMarked
package io.heddle.probe.lifecycle;

import org.jspecify.annotations.NullMarked;
