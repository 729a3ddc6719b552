package io.heddle.agent.cli.attach;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Thrown when a JVM refuses an attach or an agent; the message is the reason that was given. */
final class AttachException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** The code of an agent that was loaded and failed there, which may be 0; null: it did not. */
  private final @Nullable Integer agentCode;

  AttachException(String reason) {
    super(reason);
    this.agentCode = null;
  }

  AttachException(String reason, Throwable cause) {
    super(reason, cause);
    this.agentCode = null;
  }

  AttachException(String reason, int agentCode) {
    super(reason);
    this.agentCode = agentCode;
  }

  /** Returns the code with which the agent failed in the target; null if it did not. */
  @Nullable Integer agentCode() {
    return agentCode;
  }
}
