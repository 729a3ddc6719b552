/**
 * Applications of the tests in io.heddle.it.rule; outside of Heddle's packages, so that rules can
 * name them.
 */
package com.acme.rule;
