/** The runs of reactive libraries, followed with the libraries' own operators. */
@NullMarked
package io.heddle.probe.reactive;

import org.jspecify.annotations.NullMarked;
