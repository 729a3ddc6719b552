package io.heddle.agent.weave.verify;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A class file (JVMS 4.1), read where it lies: its constants and the code of its methods. Not
 * thread-safe.
 *
 * <p>Every reading method throws an {@link IndexOutOfBoundsException} for a file that is cut short.
 */
public final class ClassFile {
  private static final int ACC_STATIC = 0x0008;
  private static final int JAVA_11 = 55;

  final byte[] bytes;
  private final ConstantPool pool;
  private final @Nullable String[] texts;
  private final int thisClass;
  private final Map<String, MethodCode> methods = new HashMap<>();

  private ClassFile(byte[] bytes) {
    this.bytes = bytes;
    this.pool = new ConstantPool(bytes);
    this.texts = new String[pool.size()];
    int at = pool.end();
    this.thisClass = u2(at + 2);
    int interfaces = u2(at + 6);
    at = skipMembers(at + 8 + 2 * interfaces);
    readMethods(at);
  }

  /** Reads the constants and finds the methods. */
  public static ClassFile of(byte[] bytes) {
    return new ClassFile(bytes);
  }

  /** Returns the methods that have code, by name and descriptor. */
  public Map<String, MethodCode> methods() {
    return methods;
  }

  /** Returns true if the version of the file allows CONSTANT_Dynamic (JVMS 4.4.10). */
  public boolean allowsDynamicConstants() {
    return major() >= JAVA_11;
  }

  /** Returns the file itself. */
  public byte[] bytes() {
    return bytes;
  }

  int major() {
    return u2(6);
  }

  /** Returns the internal name of the class. */
  String name() {
    return className(thisClass);
  }

  private int skipMembers(int from) {
    int at = from + 2;
    for (int i = u2(from); i > 0; i--) {
      at = skipAttributes(at + 6);
    }
    return at;
  }

  private int skipAttributes(int from) {
    int at = from + 2;
    for (int i = u2(from); i > 0; i--) {
      at += 6 + s4(at + 2);
    }
    return at;
  }

  private void readMethods(int from) {
    int at = from + 2;
    for (int i = u2(from); i > 0; i--) {
      int code = attribute(at + 6, "Code");
      if (code >= 0) {
        String descriptor = text(u2(at + 4));
        methods.put(text(u2(at + 2)) + descriptor, code(code, descriptor, u2(at)));
      }
      at = skipAttributes(at + 6);
    }
  }

  private MethodCode code(int at, String descriptor, int access) {
    int length = s4(at + 4);
    int handlers = at + 8 + length;
    int handlerCount = u2(handlers);
    int stackMap = attribute(handlers + 2 + 8 * handlerCount, "StackMapTable");
    return new MethodCode(
        descriptor,
        (access & ACC_STATIC) != 0,
        u2(at),
        u2(at + 2),
        at + 8,
        length,
        handlers + 2,
        handlerCount,
        stackMap);
  }

  /** Returns where an attribute's content begins, among the attributes at {@code from}; or -1. */
  private int attribute(int from, String name) {
    int at = from + 2;
    for (int i = u2(from); i > 0; i--) {
      if (isText(u2(at), name)) {
        return at + 6;
      }
      at += 6 + s4(at + 2);
    }
    return -1;
  }

  /** Returns true if a constant is this ASCII text, without making a String of it. */
  private boolean isText(int constant, String text) {
    int at = pool.offset(constant);
    if (u2(at + 1) != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[at + 3 + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Checks that a constant is of one of these kinds, each a character of the text. */
  void require(int constant, String tags) throws VerificationException {
    if (tags.indexOf(tag(constant)) < 0) {
      throw new VerificationException("constant " + constant + " is of the wrong kind");
    }
  }

  int tag(int constant) {
    return bytes[pool.offset(constant)];
  }

  /** Returns the text of a CONSTANT_Utf8. */
  String text(int constant) {
    String known = texts[constant];
    if (known == null) {
      known = decoded(pool.offset(constant) + 1);
      texts[constant] = known;
    }
    return known;
  }

  private String decoded(int at) {
    int length = u2(at);
    for (int i = 0; i < length; i++) {
      if (bytes[at + 2 + i] <= 0) {
        return decodedModified(at, length);
      }
    }
    return new String(bytes, at + 2, length, StandardCharsets.ISO_8859_1);
  }

  private String decodedModified(int at, int length) {
    try {
      return new DataInputStream(new ByteArrayInputStream(bytes, at, length + 2)).readUTF();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the internal name, or the descriptor of an array, of a CONSTANT_Class. */
  String className(int constant) {
    return text(u2(pool.offset(constant) + 1));
  }

  /** Returns the owner of a CONSTANT_Fieldref, Methodref or InterfaceMethodref. */
  String owner(int constant) {
    return className(u2(pool.offset(constant) + 1));
  }

  /** Returns the name of a member, a call site or a dynamic constant. */
  String memberName(int constant) {
    return text(u2(nameAndType(constant) + 1));
  }

  /** Returns the descriptor of a member, a call site or a dynamic constant. */
  String memberDescriptor(int constant) {
    return text(u2(nameAndType(constant) + 3));
  }

  private int nameAndType(int constant) {
    return pool.offset(u2(pool.offset(constant) + 3));
  }

  int u1(int at) {
    return bytes[at] & 0xFF;
  }

  int u2(int at) {
    return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
  }

  int s2(int at) {
    return (short) u2(at);
  }

  int s4(int at) {
    return (u2(at) << 16) | u2(at + 2);
  }
}
