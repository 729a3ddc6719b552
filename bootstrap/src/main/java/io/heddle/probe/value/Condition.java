package io.heddle.probe.value;

import org.jspecify.annotations.Nullable;

/** A condition on a {@link Value}: it is true, equals a literal or not, or starts with a text. */
public final class Condition {
  private enum Op {
    TRUE,
    EQUAL,
    UNEQUAL,
    STARTS
  }

  private final Value value;
  private final Op op;
  private final @Nullable Object literal;

  private Condition(Value value, Op op, @Nullable Object literal) {
    this.value = value;
    this.op = op;
    this.literal = literal;
  }

  /** Returns a condition that holds unless the value is null, false or the number 0. */
  public static Condition isTrue(Value value) {
    return new Condition(value, Op.TRUE, null);
  }

  /**
   * Returns a condition that holds if the value equals the literal, or, negated, if it does not.
   *
   * @param literal a String, a Number, a Boolean or null; enums and classes compare by name
   */
  public static Condition compare(Value value, boolean negated, @Nullable Object literal) {
    return new Condition(value, negated ? Op.UNEQUAL : Op.EQUAL, literal);
  }

  /** Returns a condition that holds if the value is text that starts with {@code prefix}. */
  public static Condition starts(Value value, String prefix) {
    return new Condition(value, Op.STARTS, prefix);
  }

  /** Returns true if its value comes from the receiver or an argument. */
  public boolean readsCall() {
    return value.readsCall();
  }

  /** Returns whether the condition holds for a call. */
  public boolean holds(Call call) throws Throwable {
    return holdsFor(value.read(call));
  }

  /**
   * Returns whether the condition holds for a call that returned {@code returned}, if it asks for
   * neither receiver nor arguments. Makes no object where the value is text, a boolean, an enum, or
   * a number of at most 64 bits that is compared with one.
   */
  public boolean holdsForResult(@Nullable Object returned) throws Throwable {
    return value.test(returned, this);
  }

  /** Returns true if it looks at the result itself and not at what is read from it. */
  public boolean isOnBareResult() {
    return value.isBareResult();
  }

  /** Returns whether the condition holds for this value. */
  boolean holdsFor(@Nullable Object found) {
    // no switch: over an enum it makes a class, which every start would define
    if (op == Op.TRUE) {
      return isTrue(found);
    }
    if (op == Op.STARTS) {
      return found instanceof String text && text.startsWith(String.valueOf(literal));
    }
    return matches(found) == (op == Op.EQUAL);
  }

  /** Returns whether the condition holds for a value that is this number. */
  public boolean holdsFor(long found) {
    if (op == Op.TRUE) {
      return found != 0;
    }
    if (literal instanceof Long wanted) {
      return (found == wanted) == (op == Op.EQUAL);
    }
    return literal instanceof Double ? holdsFor((double) found) : holdsFor((Object) found);
  }

  /** Returns whether the condition holds for a value that is this number. */
  public boolean holdsFor(double found) {
    if (op == Op.TRUE) {
      return found != 0;
    }
    return literal instanceof Number wanted
        ? (found == wanted.doubleValue()) == (op == Op.EQUAL)
        : holdsFor((Object) found);
  }

  private static boolean isTrue(@Nullable Object found) {
    if (found instanceof Boolean flag) {
      return flag;
    }
    if (found instanceof Number number) {
      return !AnyNumber.isZero(number);
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
    if (found instanceof String) {
      return found.equals(literal);
    }
    if (found instanceof Enum<?> constant) {
      return literal.equals(constant.name());
    }
    if (found instanceof Class<?> type) {
      return literal.equals(Value.name(type));
    }
    // two more: what is cut never ends within a pair of surrogates, and must not seem equal
    return literal.equals(Value.label(found, String.valueOf(literal).length() + 2));
  }

  private static boolean sameNumber(Number found, Number literal) {
    if (isFloating(found) || isFloating(literal) || !Value.isPlain(found)) {
      return AnyNumber.asDouble(found) == literal.doubleValue();
    }
    return AnyNumber.isExactly(found, literal);
  }

  private static boolean isFloating(Number number) {
    return number instanceof Double || number instanceof Float;
  }
}
