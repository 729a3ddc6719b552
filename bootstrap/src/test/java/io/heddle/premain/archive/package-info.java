@NullMarked
package io.heddle.premain.archive;

import org.jspecify.annotations.NullMarked;
