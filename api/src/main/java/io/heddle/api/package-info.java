/**
 * The API that application code may call. Without the agent every call does nothing; with it the
 * calls record. Recording a value never throws; names that cannot be exported are refused once,
 * when a metric is registered, with or without the agent.
 */
@NullMarked
package io.heddle.api;

import org.jspecify.annotations.NullMarked;
