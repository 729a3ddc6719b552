package io.heddle.premain;

import io.heddle.probe.Door;
import io.heddle.registry.Suppression;
import org.jspecify.annotations.Nullable;

/**
 * The system properties in which the command line finds its answers. Setting them is not counted.
 */
final class Replies {
  private Replies() {}

  static void put(String property, String json) {
    Suppression suppression = suppress();
    try {
      System.setProperty(property, json);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  static void remove(String property) {
    Suppression suppression = suppress();
    try {
      System.clearProperty(property);
    } finally {
      if (suppression != null) {
        suppression.suppressor = 0;
      }
    }
  }

  /** Null also before the boot part is there, and where it is that of another version. */
  private static @Nullable Suppression suppress() {
    try {
      return BootPart.hashInPlace().isEmpty() ? null : Door.suppress();
    } catch (LinkageError e) {
      return null;
    }
  }
}
