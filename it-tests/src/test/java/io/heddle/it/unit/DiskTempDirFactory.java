package io.heddle.it.unit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Creates temporary directories on the disk of the build: those of the system may be in memory. */
final class DiskTempDirFactory implements TempDirFactory {
  DiskTempDirFactory() {}

  @Override
  public Path createTempDirectory(
      AnnotatedElementContext element, ExtensionContext extensionContext) throws Exception {
    return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "disk");
  }
}
