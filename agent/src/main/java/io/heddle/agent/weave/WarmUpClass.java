package io.heddle.agent.weave;

/** The class that is woven first, and never runs. */
final class WarmUpClass {
  private WarmUpClass() {}

  static int method(int value) {
    return value + 1;
  }
}
