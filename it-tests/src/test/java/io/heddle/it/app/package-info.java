/** Small applications that the tests fork; each does a known number of things. */
package io.heddle.it.app;
