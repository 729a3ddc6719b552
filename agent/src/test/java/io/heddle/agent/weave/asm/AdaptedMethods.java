package io.heddle.agent.weave.asm;

import java.io.IOException;
import java.util.List;

/** Methods of every shape that the weaver of adapters has to leave as they are. */
public class AdaptedMethods {
  private int sum;

  /** Creates an object without a sum. */
  public AdaptedMethods() {}

  static void nothing() {}

  boolean truth(boolean a) {
    return !a;
  }

  char letter(byte a, short b) {
    return (char) (a + b);
  }

  int early(int a) {
    if (a < 0) {
      return -1;
    }
    for (int i = 0; i < a; i++) {
      sum += i;
    }
    return sum;
  }

  static long wide(long a, double b, String c) {
    long length = c.length();
    return a + (long) b + length;
  }

  float half(float a) {
    return a / 2;
  }

  double twice(double a) {
    return a * 2;
  }

  /** Begins with the target of a jump. */
  static int endless(int a) {
    int left = a;
    while (true) {
      left--;
      if (left < 0) {
        return left;
      }
    }
  }

  String caught(String a) throws IOException {
    try {
      if (a.isEmpty()) {
        throw new IOException("empty");
      }
      return a.substring(1);
    } catch (StringIndexOutOfBoundsException e) {
      return "none";
    } finally {
      sum++;
    }
  }

  static Object thrown(RuntimeException error) {
    throw error;
  }

  static Object[] array(List<String> a, int[] b) {
    synchronized (a) {
      return new Object[] {a, b};
    }
  }

  int sum() {
    return sum;
  }
}
