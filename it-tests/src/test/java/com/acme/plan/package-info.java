/** Applications that are planned for. */
@NullMarked
package com.acme.plan;

import org.jspecify.annotations.NullMarked;
