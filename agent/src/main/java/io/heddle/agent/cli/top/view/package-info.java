/** Turns rows and what the user chose into lines of text, and keys into what the user chooses. */
@NullMarked
package io.heddle.agent.cli.top.view;

import org.jspecify.annotations.NullMarked;
