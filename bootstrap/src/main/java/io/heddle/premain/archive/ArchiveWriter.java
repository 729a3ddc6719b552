package io.heddle.premain.archive;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes what {@link ClassBundle} and {@link LibraryArchive} read. The build alone uses it, and
 * leaves it out of the agent jar.
 */
public final class ArchiveWriter {
  private static final int LONGEST_NAME = 0xffff;

  private ArchiveWriter() {}

  /**
   * Returns the bundle of these files, in the order of the map.
   *
   * @param files bytes by name
   * @throws IOException if a name is longer than 65,535 bytes
   */
  public static byte[] bundle(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(index);
    out.writeInt(files.size());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      writeName(out, file.getKey());
      out.writeInt(file.getValue().length);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    new DataOutputStream(whole).writeInt(Integer.BYTES + index.size());
    index.writeTo(whole);
    for (byte[] file : files.values()) {
      whole.write(file);
    }
    return whole.toByteArray();
  }

  /**
   * Returns the two entries of a library by their paths: the files, deflated one by one, and the
   * index.
   *
   * @param name the last part of the folder that {@link LibraryArchive#folder} finds for the files
   * @param files bytes by path behind that folder
   * @throws IOException if a path is longer than 65,535 bytes
   */
  public static Map<String, byte[]> library(String name, Map<String, byte[]> files)
      throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(index);
    out.writeInt(files.size());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] bytes = file.getValue();
      CRC32 crc = new CRC32();
      crc.update(bytes);
      writeName(out, file.getKey());
      out.writeInt((int) crc.getValue());
      out.writeInt(whole.size());
      out.writeInt(bytes.length);
      deflate(bytes, whole);
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(JarPaths.LIBRARIES + name, whole.toByteArray());
    entries.put(JarPaths.LIBRARIES + name + JarPaths.INDEX_SUFFIX, index.toByteArray());
    return entries;
  }

  /**
   * Returns true if the jar must hold the entry uncompressed: a library, so that a reader can skip
   * to one file, and what every start and the first woven class read.
   */
  public static boolean isStored(String path) {
    return path.equals(JarPaths.BOOT_CLASSES)
        || path.equals(JarPaths.START)
        || path.startsWith(JarPaths.FIRST)
        || (path.startsWith(JarPaths.LIBRARIES) && !path.endsWith(JarPaths.INDEX_SUFFIX));
  }

  private static void deflate(byte[] bytes, ByteArrayOutputStream to) throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    DeflaterOutputStream deflated = new DeflaterOutputStream(to, deflater);
    deflated.write(bytes);
    deflated.finish();
    deflater.end();
  }

  // not writeUTF, whose encoding of NUL and of surrogates is its own
  private static void writeName(DataOutputStream out, String name) throws IOException {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    if (utf8.length > LONGEST_NAME) {
      throw new IOException(
          "a name of " + utf8.length + " bytes does not fit into an archive, at most 65535 do");
    }
    out.writeShort(utf8.length);
    out.write(utf8);
  }
}
