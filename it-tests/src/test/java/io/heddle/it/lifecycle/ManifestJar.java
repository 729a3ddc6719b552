package io.heddle.it.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The jar of an agent, with a manifest alone: its class is on the class path. */
final class ManifestJar {
  private ManifestJar() {}

  static Path writeTo(Path directory, String agentClass) throws IOException {
    Path jar = directory.resolve(agentClass + ".jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      String manifest =
          """
          Manifest-Version: 1.0
          Premain-Class: %s
          Agent-Class: %s
          Can-Retransform-Classes: true
          """
              .formatted(agentClass, agentClass);
      out.write(manifest.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }
}
