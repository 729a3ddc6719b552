package io.heddle.agent.plan;

import io.heddle.agent.reason.ClassView;
import io.heddle.agent.reason.VisibleClasses;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The classes of archives, for a search for near misses; those of the JDK are found beside.
 *
 * @param archives are open
 */
record ArchivedClasses(ClassArchives archives) implements VisibleClasses {
  @Override
  public Iterable<String> names() {
    return archives.names();
  }

  @Override
  public @Nullable ClassView view(String name) {
    try {
      byte[] bytes = archives.contains(name) ? archives.read(name) : ofJdk(name);
      return bytes == null ? null : ClassView.of(bytes);
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns a class file of this JDK; null if it has none of that name. */
  static byte @Nullable [] ofJdk(String name) throws IOException {
    String path = name.replace('.', '/') + ".class";
    try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(path)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  @Override
  public boolean isRunning() {
    return false;
  }

  @Override
  public boolean isOutOfTime() {
    return false;
  }

  @Override
  public @Nullable String obstacle(String name, boolean named) {
    return null;
  }
}
