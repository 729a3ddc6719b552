package io.heddle.agent.reason;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what rules ask of a class file (JVMS 4.1). By reflection the JVM would load the types of
 * all parameters; Byte Buddy would have to be loaded. Not thread-safe.
 */
final class ClassViewReader {
  private static final int MAGIC = 0xCAFEBABE;
  private static final String RETENTION = "java.lang.annotation.Retention";

  private final DataInputStream in;
  // a text, or for a class the index of its name
  private final @Nullable Object[] constants;
  private @Nullable String retention;

  private ClassViewReader(DataInputStream in) throws IOException {
    this.in = in;
    if (in.readInt() != MAGIC) {
      throw new IOException("no class file");
    }
    in.readInt(); // version
    this.constants = new Object[in.readUnsignedShort()];
    for (int i = 1; i < constants.length; i++) {
      i += readConstant(i);
    }
  }

  static ClassView read(byte[] classFile) {
    try {
      return new ClassViewReader(new DataInputStream(new ByteArrayInputStream(classFile))).read();
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not a class file", e);
    }
  }

  /** Returns how many more places the constant takes. */
  private int readConstant(int index) throws IOException {
    int tag = in.readUnsignedByte();
    switch (tag) {
      case 1 -> constants[index] = in.readUTF();
      case 5, 6 -> in.readLong();
      case 7 -> constants[index] = in.readUnsignedShort();
      case 8, 16, 19, 20 -> in.readShort();
      case 15 -> in.skipNBytes(3);
      default -> in.readInt();
    }
    return tag == 5 || tag == 6 ? 1 : 0;
  }

  private ClassView read() throws IOException {
    int access = in.readUnsignedShort();
    String name = className(in.readUnsignedShort());
    int parent = in.readUnsignedShort();
    List<String> interfaces = new ArrayList<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      interfaces.add(className(in.readUnsignedShort()));
    }
    List<String> fields = fields();
    List<MethodView> methods = methods();
    List<String> annotations = annotations();
    String superName = parent == 0 ? null : className(parent);
    return new ClassView(
        name, access, superName, interfaces, annotations, retention, fields, methods);
  }

  private List<String> fields() throws IOException {
    List<String> fields = new ArrayList<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      int access = in.readUnsignedShort();
      String name = text(in.readUnsignedShort());
      in.readShort(); // its type
      annotations();
      if (!Modifier.isStatic(access)) {
        fields.add(name);
      }
    }
    return fields;
  }

  private List<MethodView> methods() throws IOException {
    List<MethodView> methods = new ArrayList<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      int access = in.readUnsignedShort();
      String name = text(in.readUnsignedShort());
      String descriptor = text(in.readUnsignedShort());
      methods.add(MethodView.of(name, access, descriptor, annotations()));
    }
    return methods;
  }

  /** Reads all attributes of the class or of a member; returns the annotations among them. */
  private List<String> annotations() throws IOException {
    List<String> annotations = new ArrayList<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      String name = text(in.readUnsignedShort());
      int length = in.readInt();
      if (name.equals("RuntimeVisibleAnnotations") || name.equals("RuntimeInvisibleAnnotations")) {
        for (int left = in.readUnsignedShort(); left > 0; left--) {
          annotations.add(annotation());
        }
      } else {
        in.skipNBytes(length & 0xFFFFFFFFL);
      }
    }
    return annotations;
  }

  private String annotation() throws IOException {
    String descriptor = text(in.readUnsignedShort());
    String name = descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      in.readShort(); // the name of the element
      String value = element();
      if (name.equals(RETENTION)) {
        retention = value;
      }
    }
    return name;
  }

  /** Reads an element value (JVMS 4.7.16.1); returns the constant of an enum, else null. */
  private @Nullable String element() throws IOException {
    int tag = in.readUnsignedByte();
    switch (tag) {
      case 'e' -> {
        in.readShort();
        return text(in.readUnsignedShort());
      }
      case '@' -> annotation();
      case '[' -> {
        for (int i = in.readUnsignedShort(); i > 0; i--) {
          element();
        }
      }
      default -> in.readShort();
    }
    return null;
  }

  private String className(int index) throws IOException {
    if (!(constants[index] instanceof Integer name)) {
      throw new IOException("no class at " + index);
    }
    return text(name).replace('/', '.');
  }

  private String text(int index) throws IOException {
    if (!(constants[index] instanceof String text)) {
      throw new IOException("no text at " + index);
    }
    return text;
  }
}
