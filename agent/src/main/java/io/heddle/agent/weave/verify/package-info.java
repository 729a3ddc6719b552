/**
 * Checks woven methods as the JVM's own verifier will check them, before the JVM sees them: a class
 * that it would refuse ends in the application as a VerifyError. Reads class files, loads none.
 */
@NullMarked
package io.heddle.agent.weave.verify;

import org.jspecify.annotations.NullMarked;
