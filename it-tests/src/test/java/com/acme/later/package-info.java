/** Applications whose methods return what comes later. */
@NullMarked
package com.acme.later;

import org.jspecify.annotations.NullMarked;
