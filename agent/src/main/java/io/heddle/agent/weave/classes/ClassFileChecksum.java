package io.heddle.agent.weave.classes;

import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The checksum by which class files are compared: 64 bits, against accidents and not against an
 * adversary. No {@code MessageDigest}: the first one starts the security providers, 8 % of the time
 * of the first weaving, and before the application may have registered its own.
 */
public final class ClassFileChecksum {
  private ClassFileChecksum() {}

  /** Returns the CRC-32 of these bytes, and in the upper half their polynomial hash. */
  public static long of(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, bytes.length);
    return (long) Arrays.hashCode(bytes) << Integer.SIZE | crc.getValue();
  }
}
