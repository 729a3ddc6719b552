package io.heddle.agent.cli.attach;

import java.io.Serial;

/** Thrown when a JVM refuses an attach or an agent; the message is the reason that was given. */
final class AttachException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** The code of an agent that was loaded and failed, or 0. */
  private final int agentCode;

  AttachException(String reason, Throwable cause) {
    super(reason, cause);
    this.agentCode = 0;
  }

  AttachException(String reason, int agentCode) {
    super(reason);
    this.agentCode = agentCode;
  }

  /** Returns the code with which the agent failed in the target, or 0 if it did not. */
  int agentCode() {
    return agentCode;
  }
}
