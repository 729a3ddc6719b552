/** What the server of a running agent answers, read as JSON. */
@NullMarked
package io.heddle.agent.cli.server;

import org.jspecify.annotations.NullMarked;
