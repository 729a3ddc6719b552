package io.heddle.probe.value;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Finds a method without parameters, or a field, of a class whose members reflection refuses to
 * list because another member names a type that is absent. Reads class files instead and resolves
 * the type of that one member. For a name that no member has it finds the nearest one.
 */
final class MemberFinder {
  private static final int MOST_NAMED = 5;
  private static final String OF_OBJECT = " toString hashCode clone getClass ";

  private final Class<?> type;
  private final String name;
  private final MethodHandles.Lookup lookup;

  private MemberFinder(Class<?> type, String name, MethodHandles.Lookup lookup) {
    this.type = type;
    this.name = name;
    this.lookup = lookup;
  }

  /** Returns the getter of the member; null if the class, its parents and interfaces have none. */
  static @Nullable MethodHandle find(Class<?> type, String name, MethodHandles.Lookup lookup) {
    MethodHandle field = null;
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      MemberFinder finder = new MemberFinder(c, name, lookup);
      MethodHandle method = finder.declared(true);
      if (method != null) {
        return method;
      }
      field = field != null ? field : finder.declared(false);
    }
    MethodHandle inherited = inherited(type, name, lookup);
    return inherited != null ? inherited : field;
  }

  /** Returns a handle of a default method of an interface, or null. */
  private static @Nullable MethodHandle inherited(
      Class<?> type, String name, MethodHandles.Lookup lookup) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Class<?> parent : c.getInterfaces()) {
        MethodHandle found = new MemberFinder(parent, name, lookup).declared(true);
        found = found != null ? found : inherited(parent, name, lookup);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /**
   * Returns the member that a misspelt name most likely means: at most a third of the letters are
   * wrong; null if there is none. The agent compares names too, but the boot classes cannot see
   * that, and the command line cannot see these.
   */
  static @Nullable String nearest(Class<?> type, String name) {
    String best = null;
    try {
      for (Method method : type.getMethods()) {
        best = nearer(name, best, method);
      }
      for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
        for (Method method : c.getDeclaredMethods()) {
          best = nearer(name, best, method);
        }
        for (Field field : c.getDeclaredFields()) {
          best = Modifier.isStatic(field.getModifiers()) ? best : nearer(name, best, field);
        }
      }
    } catch (LinkageError e) {
      return best; // a member names a type that is absent
    }
    return best;
  }

  private static @Nullable String nearer(String wanted, @Nullable String best, Member member) {
    if (member.getDeclaringClass() == Object.class
        || (member instanceof Method method && !PropertyStep.isStep(method))) {
      return best;
    }
    int most = Math.max(1, wanted.length() / 3);
    int least = best == null ? most + 1 : distance(wanted, best);
    return distance(wanted, member.getName()) < least ? member.getName() : best;
  }

  private static int distance(String wanted, String name) {
    return isAccessor(name, wanted) || isAccessor(wanted, name) ? 0 : wrongLetters(wanted, name);
  }

  private static boolean isAccessor(String accessor, String property) {
    int prefix = accessor.startsWith("get") ? 3 : accessor.startsWith("is") ? 2 : 0;
    return prefix > 0
        && accessor.length() == prefix + property.length()
        && accessor.regionMatches(true, prefix, property, 0, property.length());
  }

  /**
   * Returns how many letters differ, those of another case not counted, and two that are swapped as
   * one (optimal string alignment).
   */
  private static int wrongLetters(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int other = isSame(a, i, b, j) ? 0 : 1;
        row[j] = Math.min(last[j - 1] + other, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1 && j > 1 && isSame(a, i, b, j - 1) && isSame(a, i - 1, b, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }

  private static boolean isSame(String a, int i, String b, int j) {
    return a.regionMatches(true, i - 1, b, j - 1, 1);
  }

  /**
   * Returns the names of some public methods that a step can read, in the order of the alphabet;
   * empty if there is none.
   */
  static String some(Class<?> type) {
    String[] names = new String[MOST_NAMED];
    try {
      for (Method method : type.getMethods()) {
        if (PropertyStep.isStep(method) && !OF_OBJECT.contains(" " + method.getName() + " ")) {
          insert(method.getName(), names);
        }
      }
    } catch (LinkageError e) {
      return ""; // a member names a type that is absent
    }
    String text = "";
    for (int i = 0; i < names.length && names[i] != null; i++) {
      text = i == 0 ? names[0] : text.concat(", ").concat(names[i]);
    }
    return text;
  }

  /** Puts a name in its place among the first ones; the last falls out. */
  private static void insert(String name, @Nullable String[] names) {
    String moving = name;
    for (int i = 0; i < names.length; i++) {
      String here = names[i];
      if (here == null || moving.compareTo(here) <= 0) {
        names[i] = moving;
        if (here == null || moving.equals(here)) {
          return;
        }
        moving = here;
      }
    }
  }

  private @Nullable MethodHandle declared(boolean methods) {
    String descriptor = descriptor(methods);
    if (descriptor == null) {
      return null;
    }
    try {
      ClassLoader loader = type.getClassLoader();
      String asMethod = methods ? descriptor : "()".concat(descriptor);
      Class<?> result = MethodType.fromMethodDescriptorString(asMethod, loader).returnType();
      MethodHandle raw =
          methods
              ? lookup.findVirtual(type, name, MethodType.methodType(result))
              : lookup.findGetter(type, name, result);
      return PropertyStep.typed(raw);
    } catch (ReflectiveOperationException | TypeNotPresentException | LinkageError e) {
      return null; // its own type is the one that is absent
    }
  }

  /**
   * Returns the descriptor of the member from its class file; null if there is none, or no file.
   */
  private @Nullable String descriptor(boolean methods) {
    String path = type.getName().replace('.', '/').concat(".class");
    ClassLoader loader = type.getClassLoader();
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(path)
            : loader.getResourceAsStream(path)) {
      return in == null ? null : new Members(new DataInputStream(in), name).find(methods);
    } catch (IOException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  /** The fields and methods of a class file (JVMS 4.1), searched for one member. */
  private static final class Members {
    private final DataInputStream in;
    private final String wanted;
    private final @Nullable Object[] texts;

    Members(DataInputStream in, String wanted) throws IOException {
      this.in = in;
      this.wanted = wanted;
      in.readLong(); // magic and version
      this.texts = new Object[in.readUnsignedShort()];
      for (int i = 1; i < texts.length; i++) {
        i += readConstant(i);
      }
    }

    /** Returns how many more places the constant takes. */
    private int readConstant(int index) throws IOException {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[index] = in.readUTF();
        case 5, 6 -> in.readLong();
        case 7, 8, 16, 19, 20 -> in.readShort();
        case 15 -> in.skipBytes(3);
        default -> in.readInt();
      }
      return tag == 5 || tag == 6 ? 1 : 0;
    }

    @Nullable String find(boolean methods) throws IOException {
      in.readShort(); // access
      in.readInt(); // class and superclass
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        in.readShort();
      }
      String field = member("");
      return methods ? member("()") : field;
    }

    /** Reads all fields, or all methods; returns the descriptor of the first that fits, or null. */
    private @Nullable String member(String start) throws IOException {
      String found = null;
      for (int i = in.readUnsignedShort(); i > 0; i--) {
        boolean isStatic = Modifier.isStatic(in.readUnsignedShort());
        Object name = texts[in.readUnsignedShort()];
        Object descriptor = texts[in.readUnsignedShort()];
        for (int left = in.readUnsignedShort(); left > 0; left--) {
          in.readShort();
          in.skipNBytes(in.readInt() & 0xFFFFFFFFL);
        }
        if (found == null
            && !isStatic
            && wanted.equals(name)
            && descriptor instanceof String text
            && text.startsWith(start)
            && !text.endsWith(")V")) {
          found = text;
        }
      }
      return found;
    }
  }
}
