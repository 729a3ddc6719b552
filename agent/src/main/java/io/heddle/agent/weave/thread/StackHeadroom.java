package io.heddle.agent.weave.thread;

/**
 * Tells whether the stack of this thread has room for weaving. A class may load where there is
 * none: what overflows in the middle of weaving may be the initialiser of a class, and such a class
 * is lost for the life of the JVM.
 */
public final class StackHeadroom {
  // 100 to 200 KB, interpreted or compiled; the first class that is woven takes 60 of it
  private static final int FRAMES = 1_000;

  // ten times what the loaders of servers take to find a class in their parents
  private static final int FRAMES_TO_ASK = 100;

  private StackHeadroom() {}

  /** Returns true if a class can be woven on this thread. */
  public static boolean isEnough() {
    return isEnough(FRAMES);
  }

  /** Returns true if a loader can be asked for a class on this thread. */
  public static boolean isEnoughToAsk() {
    return isEnough(FRAMES_TO_ASK);
  }

  private static boolean isEnough(int frames) {
    try {
      return reach(frames, 1, 2, 3, 4) != 0;
    } catch (StackOverflowError e) {
      return false;
    }
  }

  // the operands are alive across the call, so that they take their place in each frame
  private static long reach(int frames, long a, long b, long c, long d) {
    return frames == 0 ? a : reach(frames - 1, b, c, d, a + 1) + (a ^ b ^ c ^ d) + 1;
  }
}
