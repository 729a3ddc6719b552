package io.heddle.agent.reason;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * A method as its class file shows it. Immutable.
 *
 * @param access flags as in the class file
 * @param parameterTypes as in source, with packages: {@code int}, {@code java.lang.String[]}
 * @param annotations names of the annotations that it bears
 */
public record MethodView(
    String name, int access, List<String> parameterTypes, List<String> annotations) {
  private static final int BRIDGE = 0x0040;
  private static final int SYNTHETIC = 0x1000;

  /** Copies the lists. */
  public MethodView {
    parameterTypes = List.copyOf(parameterTypes);
    annotations = List.copyOf(annotations);
  }

  /** Returns a method of a class file by its descriptor. */
  static MethodView of(String name, int access, String descriptor, List<String> annotations) {
    return new MethodView(name, access, types(descriptor), annotations);
  }

  boolean isConstructor() {
    return name.startsWith("<");
  }

  boolean isAbstract() {
    return Modifier.isAbstract(access);
  }

  boolean isNative() {
    return Modifier.isNative(access);
  }

  boolean isBridge() {
    return (access & BRIDGE) != 0;
  }

  boolean isSynthetic() {
    return (access & SYNTHETIC) != 0;
  }

  /** Returns name and parameter types as a rule would spell them. */
  public String text() {
    return name + "(" + String.join(", ", parameterTypes) + ")";
  }

  /**
   * Returns a method as {@link #text} does.
   *
   * @param key name and descriptor, {@code run(I)V}
   */
  public static String textOf(String key) {
    int end = key.indexOf('(');
    return key.substring(0, end) + "(" + String.join(", ", types(key.substring(end))) + ")";
  }

  private static List<String> types(String descriptor) {
    List<String> types = new ArrayList<>();
    int at = 1;
    while (at < descriptor.length() && descriptor.charAt(at) != ')') {
      int element = at;
      while (descriptor.charAt(element) == '[') {
        element++;
      }
      boolean isClass = descriptor.charAt(element) == 'L';
      int end = isClass ? descriptor.indexOf(';', element) : element;
      String type =
          isClass
              ? descriptor.substring(element + 1, end).replace('/', '.')
              : primitive(descriptor.charAt(element));
      types.add(type + "[]".repeat(element - at));
      at = end + 1;
    }
    return types;
  }

  private static String primitive(char code) {
    return switch (code) {
      case 'Z' -> "boolean";
      case 'B' -> "byte";
      case 'C' -> "char";
      case 'S' -> "short";
      case 'I' -> "int";
      case 'J' -> "long";
      case 'F' -> "float";
      default -> "double";
    };
  }
}
