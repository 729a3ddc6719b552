/** The application that calls its methods at a fixed rate. */
@NullMarked
package com.example.budget;

import org.jspecify.annotations.NullMarked;
