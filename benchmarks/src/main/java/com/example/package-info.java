/** The application that is measured: Heddle refuses to weave anything below {@code io.heddle}. */
@NullMarked
package com.example;

import org.jspecify.annotations.NullMarked;
