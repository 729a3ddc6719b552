package io.heddle.agent.reason;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class as its class file shows it: names, modifiers and types, without any other class.
 * Immutable.
 *
 * @param name dotted, nested classes with {@code $}
 * @param access flags as in the class file
 * @param superName dotted; null for java.lang.Object
 * @param interfaces dotted
 * @param annotations names of the annotations on the class
 * @param retention {@code SOURCE}, {@code CLASS} or {@code RUNTIME} if the class is an annotation
 *     that says so; else null
 * @param fields names of the fields that objects have
 */
public record ClassView(
    String name,
    int access,
    @Nullable String superName,
    List<String> interfaces,
    List<String> annotations,
    @Nullable String retention,
    List<String> fields,
    List<MethodView> methods) {
  private static final int ANNOTATION = 0x2000;

  /** Copies the lists. */
  public ClassView {
    interfaces = List.copyOf(interfaces);
    annotations = List.copyOf(annotations);
    fields = List.copyOf(fields);
    methods = List.copyOf(methods);
  }

  /**
   * Reads a class file.
   *
   * @throws IllegalArgumentException if the bytes are no class file
   */
  public static ClassView of(byte[] classFile) {
    return ClassViewReader.read(classFile);
  }

  /** Returns the names of the superclass and of the interfaces. */
  List<String> parents() {
    List<String> parents = new ArrayList<>(interfaces);
    String above = superName;
    if (above != null) {
      parents.add(0, above);
    }
    return parents;
  }

  boolean isAnnotation() {
    return (access & ANNOTATION) != 0;
  }
}
