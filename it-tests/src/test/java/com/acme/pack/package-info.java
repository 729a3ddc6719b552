/**
 * Applications of the tests in io.heddle.it.pack; outside of Heddle's packages, so that rules can
 * name them.
 */
package com.acme.pack;
