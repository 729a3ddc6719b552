package io.heddle.agent.plan;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Gives the class files of archives, as the loader of a running application would; no classes. */
final class ArchiveClassLoader extends ClassLoader {
  private static final String SUFFIX = ".class";

  private final ClassArchives archives;

  ArchiveClassLoader(ClassArchives archives) {
    super("archives", ClassLoader.getPlatformClassLoader());
    this.archives = archives;
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String path) {
    if (path.endsWith(SUFFIX)) {
      String name = path.substring(0, path.length() - SUFFIX.length()).replace('/', '.');
      if (archives.contains(name)) {
        try {
          return new ByteArrayInputStream(archives.read(name));
        } catch (IOException e) {
          return null;
        }
      }
    }
    return super.getResourceAsStream(path);
  }
}
