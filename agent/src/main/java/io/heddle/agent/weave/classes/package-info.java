/**
 * What is known of classes and class loaders without loading anything: headers, parents, class
 * files, visibility.
 */
@NullMarked
package io.heddle.agent.weave.classes;

import org.jspecify.annotations.NullMarked;
