package io.heddle.agent.yaml;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats parts of messages: what was written, cut short, and what was probably meant. */
public final class Messages {
  private static final int LONGEST = 60;

  private Messages() {}

  /** Returns up to 60 characters of the text, with {@code ?} for control characters. */
  public static String brief(String text) {
    return brief(text, LONGEST);
  }

  /** Returns up to {@code longest} characters of it, with {@code ?} for control characters. */
  static String brief(String text, int longest) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length() && i < longest; i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
    }
    return text.length() > longest ? out.append("…").toString() : out.toString();
  }

  /** Returns {@code ; did you mean 'x'?} if a known word is near, and the allowed words. */
  public static String allowed(String word, Collection<String> known) {
    String near = nearest(word, known);
    String hint = near == null ? "" : "; did you mean '" + near + "'?";
    return hint + (hint.isEmpty() ? "; allowed: " : " Allowed: ") + String.join(", ", known);
  }

  /**
   * Returns the known word that is one edit away, or differs in its case; null if there is none.
   */
  public static @Nullable String misspelt(String word, Collection<String> known) {
    for (String candidate : known) {
      boolean near =
          Math.abs(word.length() - candidate.length()) <= 1
              && edits(word.toLowerCase(Locale.ROOT), candidate) <= 1;
      if (near && !word.equals(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  /** Returns the known word with the fewest edits, or null if over half of the word changes. */
  static @Nullable String nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return null;
    }
    String best = null;
    int least = Math.max(1, word.length() / 2) + 1;
    for (String candidate : known) {
      int edits = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (edits < least) {
        least = edits;
        best = candidate;
      }
    }
    return best;
  }

  private static int distance(String word, String candidate) {
    // pid for pidFile: the beginning of a word is nearer than its edits say
    boolean begun = word.length() > 2 && candidate.startsWith(word);
    return begun ? 1 : edits(word, candidate);
  }

  /** Counts insertions, deletions, replacements, swaps of neighbours: restricted edit distance. */
  private static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : least(d, i, j, a, b);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int least(int[][] d, int i, int j, String a, String b) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = Math.min(d[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
