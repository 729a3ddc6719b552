@NullMarked
package io.heddle.api;

import org.jspecify.annotations.NullMarked;
