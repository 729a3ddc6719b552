/** Readers that turn the YAML of rules, of users and of packs, into rule specifications. */
@NullMarked
package io.heddle.agent.rule.reader;

import org.jspecify.annotations.NullMarked;
