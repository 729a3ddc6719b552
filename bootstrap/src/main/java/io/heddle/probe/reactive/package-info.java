/** The operators of reactive libraries, called by the libraries' own types. */
@NullMarked
package io.heddle.probe.reactive;

import org.jspecify.annotations.NullMarked;
