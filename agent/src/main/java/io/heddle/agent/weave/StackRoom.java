package io.heddle.agent.weave;

/**
 * Tells whether the stack of this thread has room for weaving. A class may load where it has not:
 * what overflows in the middle of weaving may be the initialiser of a class, and such a class is
 * lost for the life of the JVM.
 */
final class StackRoom {
  // 100 to 200 KB, interpreted or compiled; the first class that is woven takes 60 of it
  private static final int FRAMES = 1_000;

  private StackRoom() {}

  static boolean isEnough() {
    try {
      return reach(FRAMES, 1, 2, 3, 4) != 0;
    } catch (StackOverflowError e) {
      return false;
    }
  }

  // the operands are alive across the call, so that they take their place in each frame
  private static long reach(int frames, long a, long b, long c, long d) {
    return frames == 0 ? a : reach(frames - 1, b, c, d, a + 1) + (a ^ b ^ c ^ d) + 1;
  }
}
