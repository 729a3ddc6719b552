package io.heddle.agent.rule;

import io.heddle.agent.yaml.Messages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that a rule reads: a constant, or a path from a root through up to four steps, in packs
 * eight.
 *
 * @param root where the path starts
 * @param argument number of the argument, from 1; 0 unless the root is {@link Root#ARGUMENT}
 * @param text the constant itself ({@code $$} already read as {@code $}), or the path as written
 * @param steps names of methods without parameters or of fields; at most four, in packs eight
 * @param otherwise the value that is read if this one is null or empty; for packs only
 */
public record ValueSpec(
    Root root, int argument, String text, List<String> steps, @Nullable ValueSpec otherwise) {
  /** The root from which a path starts. */
  public enum Root {
    /** A constant: the value is no path. */
    CONSTANT,
    /** An argument: {@code $1}, {@code $2} and so on. */
    ARGUMENT,
    /** The receiver: {@code $this}. */
    THIS,
    /** The result: {@code $return}. */
    RETURN,
    /** The exception: {@code $thrown}. */
    THROWN,
    /** The declaring class: {@code $class}. */
    CLASS,
    /** The name of the method: {@code $method}. */
    METHOD
  }

  /** Maximum number of steps of a path in a rule of the user; a pack may have twice as many. */
  public static final int MOST_STEPS = 4;

  /** Maximum number of parameters that a method of the JVM can have. */
  public static final int MOST_ARGUMENTS = 255;

  private static final String ROOTS = "$1 to $255, $this, $return, $thrown, $class, $method";

  /** Copies the steps. */
  public ValueSpec {
    steps = List.copyOf(steps);
  }

  /** Returns true if a method has the same value in every call. */
  public boolean isConstant() {
    return root == Root.CONSTANT || root == Root.CLASS || root == Root.METHOD;
  }

  /** Returns true if it takes the receiver or an argument and nothing else of the call. */
  public boolean isDirect() {
    return (root == Root.ARGUMENT || root == Root.THIS)
        && (otherwise == null || (otherwise.root == Root.CONSTANT && otherwise.otherwise == null));
  }

  /** Returns true if it asks for the receiver or an argument. */
  public boolean readsCall() {
    return root == Root.ARGUMENT
        || root == Root.THIS
        || (otherwise != null && otherwise.readsCall());
  }

  /** Returns the value that is always {@code text}. */
  public static ValueSpec constant(String text) {
    return new ValueSpec(Root.CONSTANT, 0, text, List.of(), null);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if it is neither a path nor a constant; the message is one
   *     sentence
   */
  public static ValueSpec parse(String text) {
    return parse(text, MOST_STEPS);
  }

  /** Reads a value of a pack, with up to eight steps: libraries nest deeper than rules should. */
  public static ValueSpec parseDeep(String text) {
    return parse(text, 2 * MOST_STEPS);
  }

  private static ValueSpec parse(String text, int most) {
    return text.startsWith("$") && !text.startsWith("$$") ? path(text, most) : literal(text);
  }

  private static ValueSpec literal(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '$') {
        i++;
        if (i == text.length() || text.charAt(i) != '$') {
          throw new IllegalArgumentException(
              "'"
                  + Messages.brief(text)
                  + "' mixes text and $: a path must begin with $, and a literal $ is written $$");
        }
      }
      out.append(text.charAt(i));
    }
    return constant(out.toString());
  }

  private static ValueSpec path(String text, int most) {
    List<String> parts = parts(text.substring(1));
    String head = parts.get(0);
    List<String> steps = parts.subList(1, parts.size());
    int argument = argument(text, head);
    Root root = argument > 0 ? Root.ARGUMENT : root(head);
    if (root == null) {
      throw bad(text, "allowed roots are " + ROOTS + "; a literal $ is written $$");
    }
    if (steps.size() > most) {
      throw bad(text, "at most " + most + " steps, not " + steps.size());
    }
    for (String step : steps) {
      checkStep(text, step);
    }
    return new ValueSpec(root, argument, text, steps, null);
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
      parts.add(path.substring(from, dot));
      from = dot + 1;
    }
    parts.add(path.substring(from));
    return parts;
  }

  private static int argument(String text, String head) {
    if (head.isEmpty() || head.charAt(0) < '0' || head.charAt(0) > '9') {
      return 0;
    }
    int number = 0;
    for (int i = 0; i < head.length(); i++) {
      int digit = head.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw bad(text, "after the number of an argument only .name may follow");
      }
      number = Math.min(number * 10 + digit, MOST_ARGUMENTS + 1);
    }
    if (number == 0 || number > MOST_ARGUMENTS) {
      throw bad(text, "arguments are counted from $1 to $" + MOST_ARGUMENTS);
    }
    return number;
  }

  private static @Nullable Root root(String head) {
    return switch (head) {
      case "this" -> Root.THIS;
      case "return" -> Root.RETURN;
      case "thrown" -> Root.THROWN;
      case "class" -> Root.CLASS;
      case "method" -> Root.METHOD;
      default -> null;
    };
  }

  private static void checkStep(String text, String step) {
    if (step.endsWith("()")) {
      throw bad(text, "a step is written without ()");
    }
    boolean name = !step.isEmpty() && Character.isJavaIdentifierStart(step.charAt(0));
    for (int i = 1; name && i < step.length(); i++) {
      name = Character.isJavaIdentifierPart(step.charAt(i));
    }
    if (!name) {
      throw bad(text, "each step is .name, a method without parameters or a field");
    }
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException("'" + Messages.brief(text) + "' is not a path: " + why);
  }

  /** Returns this value with the other one as its replacement if it is null or empty. */
  public ValueSpec or(ValueSpec other) {
    return new ValueSpec(root, argument, text, steps, other);
  }

  /** Returns the highest number of an argument that is read, from 1; 0 if none is. */
  public int highestArgument() {
    return otherwise == null ? argument : Math.max(argument, otherwise.highestArgument());
  }

  /** Returns true if the value is known only after the run has ended. */
  public boolean knownAtEnd() {
    return root == Root.RETURN
        || root == Root.THROWN
        || (otherwise != null && otherwise.knownAtEnd());
  }
}
