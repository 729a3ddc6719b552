package io.heddle.packaging;

import io.heddle.premain.archive.ArchiveWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** Reads the files of a jar, and writes the agent jar with its manifest. */
final class JarFiles {
  // fixed: the same sources give the same jar
  private static final long ENTRY_MILLIS = 1_763_683_200_000L;
  private static final String MANIFEST =
      """
      Manifest-Version: 1.0
      Premain-Class: io.heddle.premain.HeddleAgent
      Agent-Class: io.heddle.premain.HeddleAgent
      Main-Class: io.heddle.premain.Main
      Add-Exports: java.base/jdk.internal.misc
      Can-Redefine-Classes: true
      Can-Retransform-Classes: true
      Implementation-Title: Heddle
      Implementation-Version: %s

      """;

  private JarFiles() {}

  /** Returns the bytes of all files in a jar by their paths. */
  static Map<String, byte[]> read(Path path) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (JarFile jar = new JarFile(path.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (!entry.isDirectory()) {
          try (InputStream in = jar.getInputStream(entry)) {
            files.put(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
    return files;
  }

  /** Writes the agent jar in one step: a JVM that has the old file open keeps it. */
  static void write(Path path, Map<String, byte[]> entries, String version) throws IOException {
    Path whole = path.resolveSibling(path.getFileName() + ".part");
    try (OutputStream file = Files.newOutputStream(whole);
        JarOutputStream jar = new JarOutputStream(file)) {
      String manifest = MANIFEST.formatted(version);
      add(jar, JarFile.MANIFEST_NAME, manifest.getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        add(jar, entry.getKey(), entry.getValue());
      }
    }
    Files.move(whole, path, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(ENTRY_MILLIS);
    if (ArchiveWriter.isStored(name)) {
      CRC32 crc = new CRC32();
      crc.update(bytes);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(bytes.length);
      entry.setCrc(crc.getValue());
    }
    jar.putNextEntry(entry);
    jar.write(bytes);
    jar.closeEntry();
  }
}
