package io.heddle.registry.snapshot;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts texts, and makes label values that every format can carry and that stay different: two
 * values that read the same would be one series twice, which readers refuse.
 *
 * <p>A surrogate without its partner, which UTF-8 cannot encode, and NUL, at which readers in C end
 * a text, become U+FFFD and their four hexadecimal digits. U+FFFD that an application wrote itself
 * is marked in the same way if what follows it reads like such digits; otherwise it stays.
 */
public final class LabelText {
  private static final char MARK = '\uFFFD';
  private static final int DIGITS = 4;

  private LabelText() {}

  /** Returns the repaired text, or the same object if nothing has to be repaired. */
  public static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || c == MARK || Character.isSurrogate(c)) {
        return repaired(text);
      }
    }
    return text;
  }

  /** Returns all texts as {@link #wellFormed(String)} does, in their order. */
  static List<String> wellFormed(List<String> texts) {
    List<String> fine = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      fine.add(wellFormed(texts.get(i)));
    }
    return fine;
  }

  /** Returns the text, or as many of its first characters as fit without half a pair at the end. */
  public static String cut(String text, int maxLength) {
    int end = Math.min(text.length(), maxLength);
    if (end < text.length()
        && end > 0
        && Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end))) {
      end--;
    }
    return end < text.length() ? text.substring(0, end) : text;
  }

  /**
   * Returns the text with U+FFFD in place of each surrogate without its partner, and no digits: for
   * names of programs, which the system knows by their bytes. Different texts may become one.
   */
  public static String replaceLoneSurrogates(String text) {
    char[] fine = text.toCharArray();
    for (int i = 0; i < fine.length; i++) {
      if (i + 1 < fine.length && Character.isSurrogatePair(fine[i], fine[i + 1])) {
        i++;
      } else if (Character.isSurrogate(fine[i])) {
        fine[i] = MARK;
      }
    }
    return new String(fine);
  }

  private static String repaired(String text) {
    StringBuilder fine = new StringBuilder(text.length() + DIGITS);
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      int next = i + Character.charCount(point);
      if (point == MARK ? isRepair(text, next) : isBad(point)) {
        fine.append(MARK);
        appendDigits(fine, point);
      } else {
        fine.appendCodePoint(point);
      }
      i = next;
    }
    return fine.length() == text.length() ? text : fine.toString();
  }

  private static boolean isBad(int point) {
    return point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  /** Returns true if there are digits at this index that a repair could have written. */
  private static boolean isRepair(String text, int at) {
    if (text.length() - at < DIGITS) {
      return false;
    }
    int point = 0;
    for (int i = at; i < at + DIGITS; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
      point = point << 4 | Character.digit(c, 16);
    }
    return point == MARK || isBad(point);
  }

  private static void appendDigits(StringBuilder into, int point) {
    for (int shift = 12; shift >= 0; shift -= 4) {
      into.append(Character.forDigit(point >> shift & 15, 16));
    }
  }
}
