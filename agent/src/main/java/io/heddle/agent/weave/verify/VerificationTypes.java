package io.heddle.agent.weave.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The types of the verifier (JVMS 4.10.1.2), each an int, and the rules of their assignment. A long
 * or a double takes two slots, with a type of its own for the second. Not thread-safe.
 */
final class VerificationTypes {
  static final int TOP = 0;
  static final int INT = 1;
  static final int FLOAT = 2;
  static final int LONG = 3;
  static final int DOUBLE = 4;
  static final int NULL = 5;
  static final int UNINITIALIZED_THIS = 6;
  static final int LONG_END = 7;
  static final int DOUBLE_END = 8;

  /** Tag of an instance of a class; the bits above are the number of its name. */
  private static final int OBJECT = 9;

  /** Tag of an object that no constructor has seen yet; the bits above are where its new stands. */
  private static final int UNINITIALIZED = 10;

  private static final int TAG_BITS = 4;
  private static final int TAG = (1 << TAG_BITS) - 1;
  private static final String ROOT = "java/lang/Object";

  private final SuperTypes superTypes;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Set<String> assumptions = new HashSet<>();

  VerificationTypes(SuperTypes superTypes) {
    this.superTypes = superTypes;
  }

  /** Returns the type of an instance of a class or array, by internal name or array descriptor. */
  int object(String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      number = names.size();
      names.add(name);
      numbers.put(name, number);
    }
    return number << TAG_BITS | OBJECT;
  }

  static int uninitialized(int offsetOfNew) {
    return offsetOfNew << TAG_BITS | UNINITIALIZED;
  }

  static int offsetOfNew(int uninitialized) {
    return uninitialized >> TAG_BITS;
  }

  /** Returns the type of a value of this descriptor, which begins at {@code from}. */
  int of(String descriptor, int from) {
    return switch (descriptor.charAt(from)) {
      case 'Z', 'B', 'C', 'S', 'I' -> INT;
      case 'F' -> FLOAT;
      case 'J' -> LONG;
      case 'D' -> DOUBLE;
      case 'L' -> object(descriptor.substring(from + 1, descriptor.indexOf(';', from)));
      default -> object(descriptor.substring(from, end(descriptor, from)));
    };
  }

  /** Returns the end of the descriptor that begins at {@code from}. */
  static int end(String descriptor, int from) {
    int at = from;
    while (descriptor.charAt(at) == '[') {
      at++;
    }
    return descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) + 1 : at + 1;
  }

  static boolean isWide(int type) {
    return type == LONG || type == DOUBLE;
  }

  static boolean isSecondHalf(int type) {
    return type == LONG_END || type == DOUBLE_END;
  }

  /** Returns the type of the second slot of a long or double. */
  static int secondHalf(int type) {
    return type == LONG ? LONG_END : DOUBLE_END;
  }

  static boolean isReference(int type) {
    int tag = type & TAG;
    return tag == OBJECT || tag == NULL || tag == UNINITIALIZED || tag == UNINITIALIZED_THIS;
  }

  static boolean isUninitialized(int type) {
    int tag = type & TAG;
    return tag == UNINITIALIZED || tag == UNINITIALIZED_THIS;
  }

  /** Returns the type of the elements of an array; {@link #NULL} of null. */
  int element(int array) throws VerificationException {
    if (array == NULL) {
      return NULL;
    }
    String name = (array & TAG) == OBJECT ? names.get(array >> TAG_BITS) : "";
    if (name.length() < 2 || name.charAt(0) != '[') {
      throw new VerificationException(text(array) + " is no array");
    }
    return of(name, 1);
  }

  /** Returns true if a value of one type may be where the other is declared (JVMS 4.10.1.2). */
  boolean isAssignable(int from, int to) {
    if (from == to || to == TOP) {
      return true;
    }
    if ((to & TAG) != OBJECT || ((from & TAG) != OBJECT && from != NULL)) {
      return false;
    }
    return from == NULL || isSubclass(names.get(from >> TAG_BITS), names.get(to >> TAG_BITS));
  }

  private boolean isSubclass(String from, String to) {
    if (from.equals(to) || to.equals(ROOT)) {
      return true;
    }
    if (to.charAt(0) == '[') {
      return from.charAt(0) == '[' && areElementsAssignable(from, to);
    }
    if (from.charAt(0) == '[') {
      return isInterface(from, to);
    }
    String at = from;
    while (!at.equals(to)) {
      SuperTypes.SuperType known = superTypes.of(at);
      if (known == null) {
        return isInterface(from, to) || assume(from, to);
      }
      String next = known.superName();
      if (next == null) {
        return isInterface(from, to);
      }
      at = next;
    }
    return true;
  }

  private boolean areElementsAssignable(String from, String to) {
    int source = of(from, 1);
    int target = of(to, 1);
    return source == target
        || ((source & TAG) == OBJECT
            && (target & TAG) == OBJECT
            && isSubclass(names.get(source >> TAG_BITS), names.get(target >> TAG_BITS)));
  }

  private boolean isInterface(String from, String name) {
    SuperTypes.SuperType known = superTypes.of(name);
    return known == null ? assume(from, name) : known.isInterface();
  }

  private boolean assume(String from, String to) {
    assumptions.add(from + " is a " + to);
    return true;
  }

  /** Returns the assignments allowed because a class file was not available, in words. */
  Set<String> assumptions() {
    return assumptions;
  }

  /** Returns the name of a type for messages. */
  String text(int type) {
    return switch (type & TAG) {
      case TOP -> "nothing";
      case INT -> "int";
      case FLOAT -> "float";
      case LONG, LONG_END -> "long";
      case DOUBLE, DOUBLE_END -> "double";
      case NULL -> "null";
      case OBJECT -> names.get(type >> TAG_BITS);
      default -> "an object without constructor";
    };
  }
}
