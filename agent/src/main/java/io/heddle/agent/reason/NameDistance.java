package io.heddle.agent.reason;

/** The distance of two names: how many letters a writer got wrong. */
final class NameDistance {
  /** Distance of names that are further apart than was asked for. */
  static final int FAR = Integer.MAX_VALUE;

  private static final int MOST = 3;
  private static final int LETTERS_A_MISTAKE = 4;

  private NameDistance() {}

  /** Returns how many letters may be wrong in a name of this length, 1 to {@value #MOST}. */
  static int tolerance(String name) {
    return Math.max(1, Math.min(MOST, name.length() / LETTERS_A_MISTAKE));
  }

  /**
   * Returns how many letters have to be inserted, removed, replaced or swapped with the next one to
   * turn a name into the other (optimal string alignment).
   *
   * @param most the cut-off
   * @return {@link #FAR} if it is more than {@code most}
   */
  static int of(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) > most) {
      return FAR;
    }
    int from = 0;
    int endA = a.length();
    int endB = b.length();
    while (from < endA && from < endB && a.charAt(from) == b.charAt(from)) {
      from++;
    }
    while (endA > from && endB > from && a.charAt(endA - 1) == b.charAt(endB - 1)) {
      endA--;
      endB--;
    }
    return aligned(a.substring(from, endA), b.substring(from, endB), most);
  }

  private static int aligned(String a, String b, int most) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int cost = Math.min(last[j - 1] + (same ? 0 : 1), 1 + Math.min(last[j], row[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost = Math.min(cost, beforeLast[j - 2] + 1);
        }
        row[j] = cost;
        least = Math.min(least, cost);
      }
      if (least > most) {
        return FAR; // no later row can be better
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()] <= most ? last[b.length()] : FAR;
  }
}
