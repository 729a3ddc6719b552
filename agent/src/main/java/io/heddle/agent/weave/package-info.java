/**
 * Which classes and methods are woven, the advice, and the reports about it. The only room that
 * knows Byte Buddy; it is loaded when the first class turns up that a rule can match.
 */
@NullMarked
package io.heddle.agent.weave;

import org.jspecify.annotations.NullMarked;
