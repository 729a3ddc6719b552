package io.heddle.agent.rule.pattern;

/**
 * A text with {@code *} (anything but a dot) and {@code **} (anything). Matching takes time
 * proportional to the length of the name with any pattern. Immutable.
 */
public final class Glob {
  /** Maximum length of a pattern or name, in characters. */
  public static final int LONGEST = 512;

  private static final char STAR = '\u0000';
  private static final char STARS = '\u0001';

  private final String text;
  // the pattern with one character for each wildcard
  private final String steps;
  private final int firstWild;
  private final int lastWild;

  Glob(String text) {
    this.text = text;
    this.steps = compile(text);
    this.firstWild = wild(0, 1);
    this.lastWild = wild(steps.length() - 1, -1);
  }

  private static String compile(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '*') {
        out.append(c);
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '*') {
        out.append(STARS);
        i++;
      } else {
        out.append(STAR);
      }
    }
    return out.toString();
  }

  private int wild(int from, int by) {
    for (int i = from; i >= 0 && i < steps.length(); i += by) {
      if (steps.charAt(i) <= STARS) {
        return i;
      }
    }
    return -1;
  }

  String text() {
    return text;
  }

  boolean exact() {
    return firstWild < 0;
  }

  /** Returns the text that every match starts with. */
  String prefix() {
    return exact() ? text : text.substring(0, firstWild);
  }

  boolean matches(String name) {
    if (firstWild < 0) {
      return text.equals(name);
    }
    int tail = steps.length() - lastWild - 1;
    if (name.length() < firstWild + tail
        || !name.regionMatches(0, steps, 0, firstWild)
        || !name.regionMatches(name.length() - tail, steps, lastWild + 1, tail)) {
      return false;
    }
    int end = name.length() - tail;
    if (firstWild == lastWild) {
      return steps.charAt(firstWild) == STARS || !holdsDot(name, firstWild, end);
    }
    return middleMatches(name, firstWild, end);
  }

  private static boolean holdsDot(String name, int from, int to) {
    int dot = name.indexOf('.', from);
    return dot >= 0 && dot < to;
  }

  /** Matches by following all positions of the pattern at once, without backtracking. */
  private boolean middleMatches(String name, int from, int to) {
    int count = lastWild - firstWild + 1;
    boolean[] at = new boolean[count + 1];
    at[0] = true;
    skipEmpty(at, count);
    for (int i = from; i < to; i++) {
      char c = name.charAt(i);
      for (int s = count - 1; s >= 0; s--) {
        char step = steps.charAt(firstWild + s);
        boolean stays = at[s] && (step == STARS || (step == STAR && c != '.'));
        if (at[s] && step == c) {
          at[s + 1] = true;
        }
        at[s] = stays;
      }
      // the end itself is left by any further character
      skipEmpty(at, count);
    }
    return at[count];
  }

  private void skipEmpty(boolean[] at, int count) {
    at[count] = false;
    for (int s = 0; s < count; s++) {
      if (at[s] && steps.charAt(firstWild + s) <= STARS) {
        at[s + 1] = true;
      }
    }
  }
}
