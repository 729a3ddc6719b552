package io.heddle.agent.config;

import java.util.zip.CRC32;

/**
 * The file that a configuration was read from.
 *
 * @param path as it was given
 * @param checksum of its content, see {@link #checksum}
 */
public record SourceFile(String path, long checksum) {
  /** Returns the CRC-32 of a content, as the tool {@code crc32} and zip files have it. */
  public static long checksum(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content, 0, content.length);
    return crc.getValue();
  }
}
