/**
 * The base classes of adapters, which handle the calls that a rule cannot describe as data, and the
 * values that a rule binds for them.
 */
@NullMarked
package io.heddle.agent.adapter;

import org.jspecify.annotations.NullMarked;
