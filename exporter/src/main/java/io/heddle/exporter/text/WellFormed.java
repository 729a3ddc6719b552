package io.heddle.exporter.text;

/** Makes strings that UTF-8 can carry and every parser of Prometheus reads. */
public final class WellFormed {
  private static final char REPLACEMENT = '\uFFFD';

  private WellFormed() {}

  /**
   * The text itself if it is fine, which costs one pass. Lone surrogates and NUL become U+FFFD and
   * their four hexadecimal digits: two different bad values stay different, or they would be one
   * series twice.
   */
  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return repaired(text);
      }
    }
    return text;
  }

  private static String repaired(String text) {
    StringBuilder fine = new StringBuilder(text.length() + 8);
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
        fine.append(REPLACEMENT);
        for (int shift = 12; shift >= 0; shift -= 4) {
          fine.append(Character.forDigit(point >> shift & 15, 16));
        }
      } else {
        fine.appendCodePoint(point);
      }
      i += Character.charCount(point);
    }
    return fine.toString();
  }
}
