/** Scrapes of Heddle, client_java and Micrometer with the same content. Never shipped. */
@NullMarked
package io.heddle.benchmarks.scrape;

import org.jspecify.annotations.NullMarked;
