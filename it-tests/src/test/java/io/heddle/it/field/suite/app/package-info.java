/** Applications that run code of others: its tests, its programs, its classes. */
package io.heddle.it.field.suite.app;
