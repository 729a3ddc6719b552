package io.heddle.probe;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A condition on a {@link Value}: true by itself, or equal or unequal to a literal. */
public final class Condition {
  private final Value value;
  private final boolean compares;
  private final boolean negated;
  private final @Nullable Object literal;

  private Condition(Value value, boolean compares, boolean negated, @Nullable Object literal) {
    this.value = value;
    this.compares = compares;
    this.negated = negated;
    this.literal = literal;
  }

  /** True if the value is: true, a number other than 0, or any other object; null is false. */
  public static Condition isTrue(Value value) {
    return new Condition(value, false, false, null);
  }

  /**
   * True if the value equals the literal, or, negated, if it does not.
   *
   * @param literal a String, a Number, a Boolean or null; enums and classes compare by name
   */
  public static Condition compare(Value value, boolean negated, @Nullable Object literal) {
    return new Condition(value, true, negated, literal);
  }

  boolean holds(Call call) throws Throwable {
    Object found = value.read(call);
    return compares ? negated != matches(found) : isTrue(found);
  }

  private static boolean isTrue(@Nullable Object found) {
    if (found instanceof Boolean flag) {
      return flag;
    }
    if (found instanceof Number number) {
      return number.doubleValue() != 0;
    }
    return found != null;
  }

  private boolean matches(@Nullable Object found) {
    if (found == null || literal == null) {
      return found == literal;
    }
    if (literal instanceof Number wanted) {
      return found instanceof Number number && sameNumber(number, wanted);
    }
    if (literal instanceof Boolean) {
      return literal.equals(found);
    }
    return literal.equals(Value.label(found, Integer.MAX_VALUE));
  }

  private static boolean sameNumber(Number found, Number literal) {
    if (isFloating(found) || isFloating(literal) || !Value.isPlain(found)) {
      return found.doubleValue() == literal.doubleValue();
    }
    return new BigDecimal(found.toString()).compareTo(new BigDecimal(literal.toString())) == 0;
  }

  private static boolean isFloating(Number number) {
    return number instanceof Double || number instanceof Float;
  }
}
