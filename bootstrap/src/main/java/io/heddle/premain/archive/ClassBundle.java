package io.heddle.premain.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Files of the agent jar in one stored entry that is read at once: one by one, opening and
 * inflating them would cost more than defining the classes in them. Immutable.
 *
 * <p>The format, all numbers with the high byte first: the position of the first file (4 bytes);
 * the number of files (4); for each the length of its name (2), the name in UTF-8, and the length
 * of the file (4); then the files, one after the other. {@link ArchiveWriter#bundle} writes it.
 */
public final class ClassBundle {
  private static final int UNSIGNED_SHORT = 0xffff;

  private final byte[] bytes;
  // arrays and no object a file: each launcher class that a start does not load saves 0.6 ms
  private final String[] names;
  private final int[] offsets;

  private ClassBundle(byte[] bytes, String[] names, int[] offsets) {
    this.bytes = bytes;
    this.names = names;
    this.offsets = offsets;
  }

  /**
   * Reads the files of the entry at this path.
   *
   * @throws IOException if there is no such entry, or it was changed or is truncated
   */
  public static ClassBundle read(JarFile jar, String path) throws IOException {
    ZipEntry entry = jar.getEntry(path);
    if (entry == null) {
      throw new IOException("no " + path + " in the agent jar");
    }
    return of(whole(jar, entry), path);
  }

  /** Reads the files of these bytes, which it keeps; {@code path} is for the error. */
  static ClassBundle of(byte[] bytes, String path) throws IOException {
    try {
      ByteBuffer index = ByteBuffer.wrap(bytes);
      int offset = index.getInt();
      int count = index.getInt();
      String[] names = new String[count];
      int[] offsets = new int[count + 1];
      for (int i = 0; i < count; i++) {
        names[i] = name(index, bytes);
        offsets[i] = offset;
        offset += index.getInt();
      }
      offsets[count] = offset;
      if (offset == bytes.length) {
        return new ClassBundle(bytes, names, offsets);
      }
    } catch (RuntimeException e) {
      // of a number or a name behind the end: no kinds of it, the verifier would load each
      throw truncated(path, e);
    }
    throw truncated(path, null);
  }

  /** Reads a name of an index over these bytes: its length in bytes, then UTF-8. */
  static String name(ByteBuffer index, byte[] bytes) {
    int length = index.getShort() & UNSIGNED_SHORT;
    int at = index.position();
    index.position(at + length);
    // not DataInputStream.readUTF: character by character, 2 ms of a start
    return new String(bytes, at, length, StandardCharsets.UTF_8);
  }

  /**
   * Returns all bytes of an entry.
   *
   * @throws IOException also if they have changed since the jar was opened
   */
  public static byte[] whole(JarFile jar, ZipEntry entry) throws IOException {
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

  /** Returns the error of an entry that ends too soon. */
  static IOException truncated(String path, @Nullable Exception cause) {
    return new IOException(path + " in the agent jar is truncated", cause);
  }

  /** Returns the number of files; they are counted in the order of the entry. */
  public int size() {
    return names.length;
  }

  /** Returns the name of a file. */
  public String name(int file) {
    return names[file];
  }

  /** Returns all bytes of the entry, not a copy; a caller must not change them. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns the offset of a file in {@link #bytes}. */
  public int offset(int file) {
    return offsets[file];
  }

  /** Returns the length of a file in bytes. */
  public int length(int file) {
    return offsets[file + 1] - offsets[file];
  }
}
