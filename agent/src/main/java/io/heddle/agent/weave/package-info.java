/**
 * Chooses the classes and methods that are woven, weaves them and reports on it. Only this package
 * and those below it use Byte Buddy, which is loaded when the first class loads that a rule can
 * match.
 */
@NullMarked
package io.heddle.agent.weave;

import org.jspecify.annotations.NullMarked;
