package io.heddle.agent.rule;

import io.heddle.agent.yaml.Messages;
import org.jspecify.annotations.Nullable;

/**
 * The right side of a condition.
 *
 * @param value a Long, a Double, a String, a Boolean, or null for the literal null
 */
public record Literal(@Nullable Object value) {
  /**
   * Reads a number, a quoted or bare string, true, false or null.
   *
   * @throws IllegalArgumentException if it is none; the message is one sentence
   */
  static Literal parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "the literal is missing: a number, a string, true, false or null");
    }
    char first = text.charAt(0);
    if (first == '"' || first == '\'') {
      return new Literal(unquoted(text, first));
    }
    return switch (text) {
      case "null" -> new Literal(null);
      case "true" -> new Literal(true);
      case "false" -> new Literal(false);
      default -> first == '$' ? new Literal(dollar(text)) : new Literal(numberOrText(text));
    };
  }

  private static String unquoted(String text, char quote) {
    if (text.length() < 2 || text.indexOf(quote, 1) != text.length() - 1) {
      throw new IllegalArgumentException(
          "the literal " + Messages.brief(text) + " must end with its quote, and hold no other");
    }
    return text.substring(1, text.length() - 1);
  }

  private static String dollar(String text) {
    if (!text.startsWith("$$")) {
      throw new IllegalArgumentException(
          "the right side '"
              + Messages.brief(text)
              + "' must be a literal: number, string, true, false or null; a literal $ is $$");
    }
    return text.substring(1);
  }

  private static Object numberOrText(String text) {
    char first = text.charAt(0);
    boolean signed = (first == '-' || first == '+') && text.length() > 1;
    char digit = text.charAt(signed ? 1 : 0);
    char last = text.charAt(text.length() - 1);
    // Double.parseDouble would also read 1d, 0x1p3, NaN and Infinity
    if (((digit < '0' || digit > '9') && digit != '.') || (last > '9' || text.indexOf('x') >= 0)) {
      return text;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException notWhole) {
      try {
        return Double.valueOf(text);
      } catch (NumberFormatException notNumber) {
        return text;
      }
    }
  }
}
