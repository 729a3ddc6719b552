/** YAML as nodes with positions, and problems that say file, line, column and what is allowed. */
@NullMarked
package io.heddle.agent.yaml;

import org.jspecify.annotations.NullMarked;
