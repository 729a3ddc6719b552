package io.heddle.rooms;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/** As much of a class file as says whether it holds an invokedynamic, and for whom. */
final class ClassFile {
  private static final int INVOKE_DYNAMIC = 18;

  private ClassFile() {}

  /**
   * The number of dynamic call sites, those of a record's own three methods not counted.
   *
   * <p>The compiler makes one constant for each name and descriptor: a scan of the constants is a
   * scan of the code.
   */
  static int dynamicCalls(InputStream bytes) throws IOException {
    DataInputStream in = new DataInputStream(bytes);
    in.skipNBytes(8);
    int count = in.readUnsignedShort();
    String[] texts = new String[count];
    int[] names = new int[count];
    int[] descriptors = new int[count];
    int[] dynamic = new int[count];
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[i] = in.readUTF();
        case 3, 4, 9, 10, 11, 17 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 12 -> {
          names[i] = in.readUnsignedShort();
          descriptors[i] = in.readUnsignedShort();
        }
        case 15 -> in.skipNBytes(3);
        case INVOKE_DYNAMIC -> {
          in.skipNBytes(2);
          dynamic[i] = in.readUnsignedShort();
        }
        default -> throw new IOException("constant of kind " + tag);
      }
    }
    int found = 0;
    for (int type : dynamic) {
      if (type != 0 && !isOfRecord(texts[names[type]], texts[descriptors[type]])) {
        found++;
      }
    }
    return found;
  }

  private static boolean isOfRecord(String name, String descriptor) {
    return descriptor.startsWith("(Lio/heddle/")
        && switch (name) {
          case "toString" -> descriptor.endsWith(";)Ljava/lang/String;");
          case "hashCode" -> descriptor.endsWith(";)I");
          case "equals" -> descriptor.endsWith(";Ljava/lang/Object;)Z");
          default -> false;
        };
  }
}
