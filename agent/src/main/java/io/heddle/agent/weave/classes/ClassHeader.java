package io.heddle.agent.weave.classes;

import io.heddle.agent.weave.verify.ConstantPool;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The name, super class and interfaces of a class file, read without Byte Buddy: a rule with {@code
 * subtypes} has to look at every class that loads.
 *
 * @param name dotted
 * @param access flags as in the class file
 * @param superName dotted; null for java.lang.Object
 * @param interfaces dotted
 * @param major class-file version
 */
public record ClassHeader(
    String name, int access, @Nullable String superName, List<String> interfaces, int major) {
  private static final int UNKNOWN_MAJOR = 0;

  /**
   * Reads the header.
   *
   * @throws IllegalArgumentException if the bytes are no class file
   */
  public static ClassHeader read(byte[] bytes) {
    try {
      return new Reader(bytes).read();
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a class file", e);
    }
  }

  /**
   * Returns the internal name of a class whose loader does not give it, as in {@code
   * defineClass(null, bytes, …)}; null if the bytes are no class file.
   */
  public static @Nullable String givenName(byte[] bytes) {
    try {
      return read(bytes).name().replace('.', '/');
    } catch (IllegalArgumentException e) {
      return null; // no class either, as the JVM will find
    }
  }

  /** Returns the header of a loaded class; its version is not known, and 0. */
  static ClassHeader of(Class<?> loaded) {
    Class<?> parent = loaded.getSuperclass();
    List<String> interfaces = new ArrayList<>();
    for (Class<?> type : loaded.getInterfaces()) {
      interfaces.add(type.getName());
    }
    String superName = parent == null ? null : parent.getName();
    return new ClassHeader(
        loaded.getName(), loaded.getModifiers(), superName, List.copyOf(interfaces), UNKNOWN_MAJOR);
  }

  // not a record's own, see ClassKey

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassHeader that
        && name.equals(that.name)
        && access == that.access
        && major == that.major
        && hasParentsOf(that);
  }

  /** Returns true if no class can extend this one. */
  boolean isFinal() {
    return Modifier.isFinal(access);
  }

  boolean isInterface() {
    return Modifier.isInterface(access);
  }

  /** Returns true if both have the same super class and interfaces. */
  boolean hasParentsOf(ClassHeader other) {
    return Objects.equals(superName, other.superName) && interfaces.equals(other.interfaces);
  }

  /** Returns true if two bytes or more begin as a class file does. */
  static boolean begins(byte[] bytes) {
    return (bytes[0] & 0xFF) == 0xCA && (bytes[1] & 0xFF) == 0xFE;
  }

  /** Returns the major version, or 0 if the bytes are too short. */
  public static int major(byte[] bytes) {
    return bytes.length < 8 ? 0 : ((bytes[6] & 0xFF) << 8) | (bytes[7] & 0xFF);
  }

  private static final class Reader {
    private final byte[] bytes;
    private final ConstantPool pool;

    Reader(byte[] bytes) {
      if (bytes.length < 10 || !begins(bytes)) {
        throw new IllegalArgumentException("not a class file");
      }
      this.bytes = bytes;
      this.pool = new ConstantPool(bytes);
    }

    ClassHeader read() {
      int at = pool.end() + 4;
      int access = u2(at - 4);
      String name = className(u2(at - 2));
      int parent = u2(at);
      List<String> interfaces = new ArrayList<>();
      int count = u2(at + 2);
      for (int i = 0; i < count; i++) {
        interfaces.add(className(u2(at + 4 + 2 * i)));
      }
      String superName = parent == 0 ? null : className(parent);
      return new ClassHeader(name, access, superName, List.copyOf(interfaces), major(bytes));
    }

    private String className(int index) {
      int utf8 = pool.offset(u2(pool.offset(index) + 1));
      return new String(bytes, utf8 + 3, u2(utf8 + 1), StandardCharsets.UTF_8).replace('/', '.');
    }

    private int u2(int at) {
      return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }
  }
}
