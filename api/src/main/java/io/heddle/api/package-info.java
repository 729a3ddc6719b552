/** What application code may call: no-op without the agent, recording with it. */
package io.heddle.api;
