package io.heddle.probe;

/** Which {@code outermost} rules have a run going on, on this thread: one bit for each rule. */
final class Outermost {
  private static final ThreadLocal<long[]> RUNNING = new ThreadLocal<>();

  private Outermost() {}

  /** True if no run of this rule was going on; it is now. */
  static boolean claim(int rule) {
    long[] running = RUNNING.get();
    int word = rule >> 6;
    if (running == null || running.length <= word) {
      long[] wider = new long[word + 1];
      if (running != null) {
        System.arraycopy(running, 0, wider, 0, running.length); // Arrays may be woven
      }
      running = wider;
      RUNNING.set(running);
    }
    long bit = 1L << rule;
    if ((running[word] & bit) != 0) {
      return false;
    }
    running[word] |= bit;
    return true;
  }

  static void release(int rule) {
    long[] running = RUNNING.get();
    if (running != null && running.length > rule >> 6) {
      running[rule >> 6] &= ~(1L << rule);
    }
  }
}
