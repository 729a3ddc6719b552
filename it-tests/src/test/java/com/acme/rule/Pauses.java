package com.acme.rule;

/** Time that passes. */
final class Pauses {
  private Pauses() {}

  static void of(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
