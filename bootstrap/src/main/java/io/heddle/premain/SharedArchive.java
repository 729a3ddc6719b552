package io.heddle.premain;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A class-data archive that was made from a list of classes, before JDK 20. It may hold classes of
 * bound method handles that no file of the JDK has. The JVM dies of a segmentation fault when it
 * loads one of these while an agent looks at classes (JDK-8290731). So all of them are loaded
 * before Heddle does.
 */
final class SharedArchive {
  // of a dynamic archive, which holds none of them, it ends in a8
  private static final int STATIC_MAGIC = 0xf00baba2;
  private static final byte[] SPECIES =
      "java/lang/invoke/BoundMethodHandle$Species_".getBytes(StandardCharsets.ISO_8859_1);
  private static final int LONGEST = 256;
  private static final int CHUNK = 1 << 16;

  private SharedArchive() {}

  /**
   * Loads the classes of bound method handles in archives, if there are any.
   *
   * @param paths one archive, or two with a path separator between them
   */
  static void loadSpecies(String paths) {
    int from = 0;
    while (from < paths.length()) {
      int to = paths.indexOf(File.pathSeparatorChar, from);
      int end = to < 0 ? paths.length() : to;
      try (InputStream in = new FileInputStream(paths.substring(from, end))) {
        for (String name : names(in)) {
          load(name);
        }
      } catch (IOException e) {
        // the JVM cannot read it either
      }
      from = end + 1;
    }
  }

  /** Returns the names of such classes in an archive, each perhaps with letters more at its end. */
  static List<String> names(InputStream in) throws IOException {
    List<String> names = new ArrayList<>();
    byte[] chunk = new byte[LONGEST + CHUNK];
    int held = in.readNBytes(chunk, 0, chunk.length);
    if (held < Integer.BYTES || !isStatic(chunk)) {
      return names;
    }
    while (held > LONGEST) {
      // a name that begins in the last bytes is found whole in the next round
      find(chunk, held - LONGEST, names);
      System.arraycopy(chunk, held - LONGEST, chunk, 0, LONGEST);
      held = LONGEST + in.readNBytes(chunk, LONGEST, CHUNK);
    }
    return names;
  }

  private static boolean isStatic(byte[] header) {
    int little = 0;
    int big = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      big = (big << 8) | (header[i] & 0xff);
      little |= (header[i] & 0xff) << (8 * i);
    }
    return little == STATIC_MAGIC || big == STATIC_MAGIC;
  }

  private static void find(byte[] bytes, int end, List<String> names) {
    for (int i = 0; i < end; i++) {
      if (bytes[i] == SPECIES[0] && isSpecies(bytes, i)) {
        names.add(name(bytes, i));
      }
    }
  }

  private static boolean isSpecies(byte[] bytes, int at) {
    for (int i = 1; i < SPECIES.length; i++) {
      if (bytes[at + i] != SPECIES[i]) {
        return false;
      }
    }
    return true;
  }

  private static String name(byte[] bytes, int at) {
    int end = at + SPECIES.length;
    while (end < at + LONGEST && isTypeOrCount(bytes[end])) {
      end++;
    }
    return new String(bytes, at, end - at, StandardCharsets.ISO_8859_1).replace('/', '.');
  }

  /** Loads the longest name that is a class: what follows it in the file may look like a part. */
  private static void load(String name) {
    for (int to = name.length(); to > SPECIES.length; to--) {
      try {
        Class.forName(name.substring(0, to), false, null);
        return;
      } catch (ClassNotFoundException | LinkageError e) {
        // one letter less
      }
    }
  }

  private static boolean isTypeOrCount(byte letter) {
    return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
  }
}
