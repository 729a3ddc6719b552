/** The headers, parents, class files and visibility of classes, without loading the classes. */
@NullMarked
package io.heddle.agent.weave.classes;

import org.jspecify.annotations.NullMarked;
