/** Reads the JSON that the server of a running agent answers. */
@NullMarked
package io.heddle.agent.cli.server;

import org.jspecify.annotations.NullMarked;
