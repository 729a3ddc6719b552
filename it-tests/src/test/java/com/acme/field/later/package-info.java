/** Applications whose methods return results that come later. */
@NullMarked
package com.acme.field.later;

import org.jspecify.annotations.NullMarked;
