/** Applications of the tests in io.heddle.it.field.exact. */
package com.acme.field.exact;
