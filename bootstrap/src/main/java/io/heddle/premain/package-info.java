/**
 * The Premain-Class and Agent-Class of the agent jar, which start Heddle in a loader of its own,
 * and nothing else. Lives in the system loader; names classes of the agent and of the boot part
 * only as strings.
 */
@NullMarked
package io.heddle.premain;

import org.jspecify.annotations.NullMarked;
