/**
 * Settings: agent argument, system properties, environment and file become one immutable {@link
 * io.heddle.agent.config.Config}, or one sentence that says what is wrong and what is allowed.
 *
 * <p>Without a file no class of the YAML library is loaded, and nothing that is slow the first time
 * (lambdas, streams, regular expressions, concatenation by invokedynamic): this is the start path.
 */
@NullMarked
package io.heddle.agent.config;

import org.jspecify.annotations.NullMarked;
