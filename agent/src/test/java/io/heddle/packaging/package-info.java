@NullMarked
package io.heddle.packaging;

import org.jspecify.annotations.NullMarked;
