/**
 * Applications of the tests in io.heddle.it.process; outside of Heddle's packages, so that rules
 * can name them.
 */
package com.acme.process;
