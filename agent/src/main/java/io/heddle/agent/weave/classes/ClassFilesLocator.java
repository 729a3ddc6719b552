package io.heddle.agent.weave.classes;

import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;

/** Finds class files for Byte Buddy through one class loader, which may fail in any way. */
public final class ClassFilesLocator implements ClassFileLocator {
  private final ClassFiles files;
  private final @Nullable ClassLoader loader;

  /** Creates a locator for a loader, null for the boot loader. */
  public ClassFilesLocator(ClassFiles files, @Nullable ClassLoader loader) {
    this.files = files;
    this.loader = loader;
  }

  @Override
  public Resolution locate(String name) {
    byte[] bytes = files.readNearest(name, loader);
    return bytes == null ? new Resolution.Illegal(name) : new Resolution.Explicit(bytes);
  }

  @Override
  public void close() {
    // nothing is held open
  }
}
