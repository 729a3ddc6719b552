package io.heddle.probe.value;

import io.heddle.registry.error.FailedRead;
import io.heddle.registry.error.UnreadableException;
import io.heddle.registry.snapshot.LabelText;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A value that a rule asks for: a constant, or a root of the call and up to four steps from it. */
public final class Value {
  /** The start of a value. */
  public enum Root {
    /** A text of the rule. */
    CONSTANT(""),
    /** An argument. */
    ARGUMENT("$"),
    /** The receiver. */
    THIS("$this"),
    /** The result of the method, or of the stage that it returned. */
    RETURN("$return"),
    /** The exception that ended it. */
    THROWN("$thrown");

    private final String sign;

    Root(String sign) {
      this.sign = sign;
    }
  }

  /** The label value of null. */
  public static final String NONE = "none";

  /** The label value of an object that cannot be read or cannot be a label. */
  public static final String ERROR = "_error_";

  private static final String LAMBDA = "$$Lambda";
  private static final @Nullable Object[] NO_ARGUMENTS = {};

  private final Root root;
  private final int argument;
  private final String text;
  private final PropertyStep[] steps;
  private final @Nullable Value otherwise;

  private Value(
      Root root, int argument, String text, PropertyStep[] steps, @Nullable Value otherwise) {
    this.root = root;
    this.argument = argument;
    this.text = text;
    this.steps = steps;
    this.otherwise = otherwise;
  }

  /** Returns a value that is a constant. */
  public static Value constant(String text) {
    return new Value(Root.CONSTANT, -1, text, new PropertyStep[0], null);
  }

  /**
   * Returns a value that is a path.
   *
   * @param argument counted from 0; for {@link Root#ARGUMENT} only
   * @param steps names, in order
   */
  public static Value path(Root root, int argument, List<String> steps) {
    PropertyStep[] found = new PropertyStep[steps.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = new PropertyStep(steps.get(i));
    }
    return new Value(root, argument, "", found, null);
  }

  /** Returns this value, with {@code other} for a null, an empty text or an empty Optional. */
  public Value or(Value other) {
    return new Value(root, argument, text, steps, other);
  }

  /** Returns the start of this value. */
  public Root root() {
    return root;
  }

  /** Returns the text of a constant. */
  public String text() {
    return text;
  }

  /** Returns true if it is known only when the call has ended. */
  public boolean isLate() {
    return root == Root.RETURN || root == Root.THROWN || (otherwise != null && otherwise.isLate());
  }

  /** Returns true if it comes from the receiver or an argument. */
  public boolean readsCall() {
    return root == Root.ARGUMENT
        || root == Root.THIS
        || (otherwise != null && otherwise.readsCall());
  }

  /** Returns the value in this call; for an Optional, what it holds. */
  public @Nullable Object read(Call call) throws FailedRead {
    Object value = follow(call);
    return otherwise != null && isNothing(value) ? otherwise.read(call) : value;
  }

  /** Returns the value in this call as a label of at most {@code maxLength} characters. */
  public String label(Call call, int maxLength) throws FailedRead {
    Object value = follow(call);
    if (otherwise != null && isNothing(value)) {
      return otherwise.label(call, maxLength);
    }
    return written(value, maxLength);
  }

  private String written(@Nullable Object value, int maxLength) throws FailedRead {
    try {
      return label(value, maxLength);
    } catch (Throwable e) {
      throw new FailedRead(path(), value, e);
    }
  }

  /**
   * Returns true if it takes the receiver or an argument and nothing else of the call, so that
   * {@link #labelFrom} can read it.
   */
  public boolean isDirect() {
    return (root == Root.ARGUMENT || root == Root.THIS)
        && (otherwise == null || (otherwise.root == Root.CONSTANT && otherwise.otherwise == null));
  }

  /** Returns true if it is the receiver or an argument itself, without a step. */
  public boolean isBare() {
    return isDirect() && steps.length == 0;
  }

  /**
   * Returns a direct value as a label.
   *
   * @param start the receiver or the argument that it starts with
   * @param maxLength limit of the label, in characters
   */
  public String labelFrom(@Nullable Object start, int maxLength) throws FailedRead {
    Object value = walkToLabel(start);
    if (otherwise != null && isNothing(value)) {
      return label(otherwise.text, maxLength);
    }
    return written(value, maxLength);
  }

  /** Returns the same as {@link #walk}, and a small number as text, for which no object is made. */
  private @Nullable Object walkToLabel(@Nullable Object start) throws FailedRead {
    if (steps.length == 0) {
      return held(start);
    }
    PropertyStep step = steps[steps.length - 1];
    Object target = walk(start, steps.length - 1);
    if (target == null || isOptional(target)) {
      return held(take(target, step));
    }
    try {
      MethodHandle getter = step.getter(target);
      Class<?> type = getter.type().returnType();
      if (type == int.class) {
        return AnyNumber.text((int) getter.invokeExact(target));
      }
      if (type == long.class) {
        return AnyNumber.text((long) getter.invokeExact(target));
      }
      return held(PropertyStep.read(getter, target));
    } catch (Throwable e) {
      throw new FailedRead(path(), target, e);
    }
  }

  private static boolean isNothing(@Nullable Object value) {
    return value == null || (value instanceof String text && text.isEmpty());
  }

  private @Nullable Object follow(Call call) throws FailedRead {
    return walk(start(call));
  }

  private @Nullable Object walk(@Nullable Object start) throws FailedRead {
    return held(walk(start, steps.length));
  }

  /** Takes the first {@code count} steps. */
  private @Nullable Object walk(@Nullable Object start, int count) throws FailedRead {
    Object value = start;
    for (int i = 0; i < count; i++) {
      value = take(value, steps[i]);
    }
    return value;
  }

  private @Nullable Object take(@Nullable Object from, PropertyStep step) throws FailedRead {
    Object target = from;
    if (isOptional(target) && !step.asksForPresence()) {
      target = held(target);
      if (step.unwraps()) {
        return target;
      }
    }
    if (target == null) {
      return null;
    }
    try {
      return step.read(target);
    } catch (Throwable e) {
      throw new FailedRead(path(), target, e);
    }
  }

  /** Returns true if it is the result itself, without a step. */
  boolean isBareResult() {
    return root == Root.RETURN && steps.length == 0 && otherwise == null;
  }

  /**
   * Returns whether a condition holds for this value in a call that returned. Makes no object for a
   * boolean, int, long or double.
   *
   * @param returned the result; what else the call has counts as null
   */
  boolean test(@Nullable Object returned, Condition condition) throws FailedRead {
    if (otherwise != null || root == Root.CONSTANT) {
      return condition.holdsFor(read(new Call(null, NO_ARGUMENTS, returned, null)));
    }
    if (root != Root.RETURN) {
      return condition.holdsFor(null);
    }
    if (steps.length == 0) {
      return condition.holdsFor(held(returned));
    }
    PropertyStep step = steps[steps.length - 1];
    Object target = walk(returned, steps.length - 1);
    if (target == null || isOptional(target)) {
      return condition.holdsFor(held(take(target, step)));
    }
    return test(target, step, condition);
  }

  private boolean test(Object target, PropertyStep step, Condition condition) throws FailedRead {
    Object found = null;
    long number = 0;
    double fraction = 0;
    Class<?> type;
    try {
      MethodHandle getter = step.getter(target);
      type = getter.type().returnType();
      if (type == int.class) {
        number = (int) getter.invokeExact(target);
      } else if (type == long.class) {
        number = (long) getter.invokeExact(target);
      } else if (type == double.class) {
        fraction = (double) getter.invokeExact(target);
      } else {
        found = PropertyStep.read(getter, target);
      }
    } catch (Throwable e) {
      throw new FailedRead(path(), target, e);
    }
    if (type == int.class || type == long.class) {
      return condition.holdsFor(number);
    }
    return type == double.class ? condition.holdsFor(fraction) : condition.holdsFor(held(found));
  }

  /** Returns the value as a rule writes it. */
  private String path() {
    StringBuilder path = new StringBuilder(root == Root.CONSTANT ? text : root.sign);
    if (root == Root.ARGUMENT) {
      path.append(argument + 1);
    }
    for (PropertyStep step : steps) {
      path.append('.').append(step.name());
    }
    return path.toString();
  }

  private static boolean isOptional(@Nullable Object value) {
    return value instanceof Optional<?>
        || value instanceof OptionalInt
        || value instanceof OptionalLong
        || value instanceof OptionalDouble;
  }

  /** Returns what an Optional holds, or null if it is empty, and any other object unchanged. */
  private static @Nullable Object held(@Nullable Object value) {
    Object held = value;
    while (held instanceof Optional<?> one) {
      held = one.orElse(null);
    }
    if (held instanceof OptionalInt one) {
      return one.isPresent() ? one.getAsInt() : null;
    }
    if (held instanceof OptionalLong one) {
      return one.isPresent() ? one.getAsLong() : null;
    }
    if (held instanceof OptionalDouble one) {
      return one.isPresent() ? one.getAsDouble() : null;
    }
    return held;
  }

  private @Nullable Object start(Call call) {
    // no switch: over an enum it makes a class, which every start would define
    if (root == Root.ARGUMENT) {
      return argument < call.arguments().length ? call.arguments()[argument] : null;
    }
    if (root == Root.THIS) {
      return call.self();
    }
    if (root == Root.CONSTANT) {
      return text;
    }
    return root == Root.RETURN ? call.returned() : call.thrown();
  }

  /**
   * Returns the value as a label: text, number, boolean, enum, class, or an Optional of one. Never
   * calls {@code toString} on an object of the application, and writes no more of a number than the
   * label has room for.
   *
   * @throws UnreadableException if it is something else
   */
  public static String label(@Nullable Object value, int maxLength) {
    if (value == null) {
      return NONE;
    }
    if (value instanceof String string) {
      return LabelText.cut(string, maxLength);
    }
    if (value instanceof Enum<?> constant) {
      return LabelText.cut(constant.name(), maxLength);
    }
    if (value instanceof Class<?> type) {
      return LabelText.cut(name(type), maxLength);
    }
    if (isOptional(value)) {
      return label(held(value), maxLength);
    }
    if (isPlain(value)) {
      String text =
          value instanceof Number number ? AnyNumber.text(number, maxLength) : value.toString();
      return LabelText.cut(text, maxLength);
    }
    throw new UnreadableException(value.getClass().getName() + " cannot be a label");
  }

  /**
   * Returns the name of a class, the same in every JVM: that of a hidden class, such as a lambda's,
   * ends with a number and an address.
   */
  static String name(Class<?> type) {
    String name = type.getName();
    int end = type.isHidden() ? name.indexOf('/') : -1;
    int lambda = end < 0 ? -1 : name.indexOf(LAMBDA);
    if (lambda >= 0) {
      end = lambda + LAMBDA.length();
    }
    return end < 0 ? name : name.substring(0, end);
  }

  /** Returns true for what the JDK itself prints: an application's own Number is not asked. */
  static boolean isPlain(Object value) {
    return value instanceof Boolean || value instanceof Character || isJdkNumber(value);
  }

  /** Returns true for a number of a class of the JDK, whose methods are not the application's. */
  public static boolean isJdkNumber(@Nullable Object value) {
    return value instanceof Number && value.getClass().getClassLoader() == null;
  }
}
