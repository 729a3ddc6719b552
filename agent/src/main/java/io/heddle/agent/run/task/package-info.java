/**
 * What an application reports of its runners by itself, beside what Heddle sees of the same: which
 * of both is one.
 */
@NullMarked
package io.heddle.agent.run.task;

import org.jspecify.annotations.NullMarked;
