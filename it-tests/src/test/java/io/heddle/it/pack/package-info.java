/** The packs: each is tried with the real library that it knows. */
@NullMarked
package io.heddle.it.pack;

import org.jspecify.annotations.NullMarked;
