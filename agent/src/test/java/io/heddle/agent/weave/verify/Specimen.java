package io.heddle.agent.weave.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Methods of many shapes, to be changed and verified; never run. */
@SuppressWarnings({"StatementSwitchToExpressionSwitch", "UnnecessaryStringBuilder"})
final class Specimen {
  private long total;
  private static double share = 1.5;

  private Specimen() {}

  static int branches(int a, long b, String c) {
    int sum = a;
    for (int i = 0; i < b; i++) {
      sum += c == null ? i : c.length();
      if (sum > 1_000_000) {
        break;
      }
    }
    return sum;
  }

  @Nullable Object handlers(Object o) throws IOException {
    try {
      if (o instanceof String text) {
        return text.trim();
      }
      throw new IOException("no");
    } catch (IllegalStateException | IllegalArgumentException e) {
      total += e.hashCode();
      return null;
    } finally {
      share *= 2;
    }
  }

  double wide(double x, float y, long z, int[] array) {
    double d = x * y - z;
    long l = z << 3 ^ array[0];
    array[1]++;
    share = d;
    total = l++;
    return d > l ? -d : (double) (float) l % 3;
  }

  static String switches(int a, Object[] many, char c) {
    switch (a) {
      case 1:
        return "one";
      case 2:
      case 3:
        many[0] = many[1];
        break;
      case 1000:
        return String.valueOf(many.clone()[0]);
      default:
        a = c;
    }
    return a > 3 ? new StringBuilder().append(a).append(c).toString() : (String) many[2];
  }

  List<int[][]> made(int n) {
    List<int[][]> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int[][] one = new int[n][i];
      synchronized (all) {
        all.add(one);
      }
      long[] other = {i, n};
      total -= other[0] + other[1];
    }
    return all;
  }

  boolean lambda(String text) {
    Runnable run = () -> total += text.length();
    run.run();
    return text.isEmpty() || (total != 0 && share == 0);
  }
}
