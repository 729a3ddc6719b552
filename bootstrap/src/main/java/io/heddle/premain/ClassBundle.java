package io.heddle.premain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * Files of the agent jar in one stored entry that is read at once: one by one, opening and
 * inflating them would cost more than defining the classes in them. Immutable.
 */
final class ClassBundle {
  final byte[] bytes;
  // arrays and no object a file: each launcher class that a start does not load saves 0.6 ms
  private final String[] names;
  private final int[] offsets;

  private ClassBundle(byte[] bytes, String[] names, int[] offsets) {
    this.bytes = bytes;
    this.names = names;
    this.offsets = offsets;
  }

  /** Reads the files of the entry at this path. */
  static ClassBundle read(JarFile jar, String path) throws IOException {
    ZipEntry entry = jar.getEntry(path);
    if (entry == null) {
      throw new IOException("no " + path + " in the agent jar");
    }
    byte[] bytes = whole(jar, entry);
    ByteBuffer index = ByteBuffer.wrap(bytes);
    int offset = index.getInt();
    int count = index.getInt();
    String[] names = new String[count];
    int[] offsets = new int[count + 1];
    for (int i = 0; i < count; i++) {
      int length = index.getShort();
      // names of classes are ASCII; decoding UTF character by character costs 2 ms of a start
      names[i] = new String(bytes, index.position(), length, StandardCharsets.ISO_8859_1);
      index.position(index.position() + length);
      offsets[i] = offset;
      offset += index.getInt();
    }
    offsets[count] = offset;
    return new ClassBundle(bytes, names, offsets);
  }

  /**
   * Returns all bytes of an entry.
   *
   * @throws IOException also if they have changed since the jar was opened
   */
  static byte[] whole(JarFile jar, ZipEntry entry) throws IOException {
    // in one go: readAllBytes asks 8 KB at a time, 3 ms of a start
    byte[] bytes = new byte[Math.toIntExact(entry.getSize())];
    try (InputStream in = jar.getInputStream(entry)) {
      fill(bytes, in, entry.getCrc());
    }
    return bytes;
  }

  /** Fills the array and checks its CRC, which the JDK does not compare with that in the jar. */
  static void fill(byte[] bytes, InputStream in, long crc) throws IOException {
    int length = in.readNBytes(bytes, 0, bytes.length);
    CRC32 read = new CRC32();
    read.update(bytes, 0, length);
    if (length < bytes.length || read.getValue() != crc) {
      throw new IOException("the agent jar was changed");
    }
  }

  /** Returns the number of files; they are counted in the order of the entry. */
  int size() {
    return names.length;
  }

  String name(int file) {
    return names[file];
  }

  /** Returns the offset of a file in {@link #bytes}. */
  int offset(int file) {
    return offsets[file];
  }

  /** Returns the length of a file in bytes. */
  int length(int file) {
    return offsets[file + 1] - offsets[file];
  }
}
