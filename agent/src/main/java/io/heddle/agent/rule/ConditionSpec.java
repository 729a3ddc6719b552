package io.heddle.agent.rule;

import io.heddle.agent.yaml.Messages;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the end of a run: a path that is true, or a path compared with a literal.
 *
 * @param value the path
 * @param op how the value is tested
 * @param literal what the value is compared with; null for {@link Op#TRUE}
 */
public record ConditionSpec(ValueSpec value, Op op, @Nullable Literal literal) {
  /** The test that a condition makes on its value. */
  public enum Op {
    /** The value is true, a number other than 0, or another object; null does not hold. */
    TRUE,
    /** The value is equal to the literal. */
    EQUALS,
    /** The value is not equal to the literal. */
    NOT_EQUALS,
    /** The value is text that starts with the literal; for packs only. */
    STARTS
  }

  private static final String ALLOWED =
      "a path such as $return.isError, or a path == or != a literal";

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException if it is none; the message is one sentence
   */
  public static ConditionSpec parse(String text) {
    return parse(text, ValueSpec::parse);
  }

  /** Reads a condition of a pack: paths may be longer, and {@code ^=} tests how a text starts. */
  public static ConditionSpec parseDeep(String text) {
    int at = text.indexOf("^=");
    if (at < 0) {
      return parse(text, ValueSpec::parseDeep);
    }
    Literal prefix = new Literal(text.substring(at + 2).trim());
    return new ConditionSpec(ValueSpec.parseDeep(text.substring(0, at).trim()), Op.STARTS, prefix);
  }

  private static ConditionSpec parse(String text, Function<String, ValueSpec> pathParser) {
    String trimmed = text.trim();
    if (!trimmed.startsWith("$") || trimmed.startsWith("$$")) {
      throw new IllegalArgumentException(
          "'" + Messages.brief(text) + "' is not a condition: it must be " + ALLOWED);
    }
    int end = pathEnd(trimmed);
    ValueSpec path = pathParser.apply(trimmed.substring(0, end));
    String rest = trimmed.substring(end).trim();
    if (rest.isEmpty()) {
      return new ConditionSpec(path, Op.TRUE, null);
    }
    Op op = rest.startsWith("==") ? Op.EQUALS : rest.startsWith("!=") ? Op.NOT_EQUALS : null;
    if (op == null || rest.startsWith("===") || rest.startsWith("!==")) {
      throw new IllegalArgumentException(
          "'" + Messages.brief(text) + "' is not a condition: it must be " + ALLOWED);
    }
    return new ConditionSpec(path, op, Literal.parse(rest.substring(2).trim()));
  }

  private static int pathEnd(String text) {
    int end = 0;
    while (end < text.length() && " \t=!<>".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }
}
