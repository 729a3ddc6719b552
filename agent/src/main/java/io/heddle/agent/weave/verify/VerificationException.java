package io.heddle.agent.weave.verify;

/** Signals a method that the JVM would refuse; the message says where and why. */
final class VerificationException extends Exception {
  private static final long serialVersionUID = 1;

  VerificationException(String message) {
    super(message, null, false, false); // a stack of the checker is of no use
  }
}
