/**
 * Premain-Class and Agent-Class: a hop into Heddle's own loader, and nothing else. Lives in the
 * system loader; names classes of the agent and of the boot part only as strings.
 */
@NullMarked
package io.heddle.premain;

import org.jspecify.annotations.NullMarked;
