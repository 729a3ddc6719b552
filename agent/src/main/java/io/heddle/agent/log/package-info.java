/** What Heddle says to people: one line at the start, then warnings, each at most once a minute. */
package io.heddle.agent.log;
