/**
 * Applications of the tests in io.heddle.it.profile; outside of Heddle's packages, so that rules
 * can name them.
 */
package com.acme.profile;
