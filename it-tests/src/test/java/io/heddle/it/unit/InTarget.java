package io.heddle.it.unit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Directories on the disk where tests are built: the system's may be in memory. */
final class InTarget implements TempDirFactory {
  InTarget() {}

  @Override
  public Path createTempDirectory(
      AnnotatedElementContext element, ExtensionContext extensionContext) throws Exception {
    return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "disk");
  }
}
