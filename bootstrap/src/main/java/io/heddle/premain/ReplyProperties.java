package io.heddle.premain;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Sets and removes the system properties in which the command line finds its answers. */
final class ReplyProperties {
  private static final String UNCOUNTED = "java.heddle.probe.lifecycle.ReplyProperties";

  private ReplyProperties() {}

  /** Sets the property of an answer. */
  static void put(String property, String json) {
    BiConsumer<String, @Nullable String> uncounted = uncounted();
    if (uncounted == null) {
      System.setProperty(property, json);
    } else {
      uncounted.accept(property, json);
    }
  }

  /** Removes the property of an answer. */
  static void remove(String property) {
    BiConsumer<String, @Nullable String> uncounted = uncounted();
    if (uncounted == null) {
      System.clearProperty(property);
    } else {
      uncounted.accept(property, null);
    }
  }

  /** Returns the setter in the boot loader; null before it is there, when nothing is counted. */
  @SuppressWarnings("unchecked") // as it is declared
  private static @Nullable BiConsumer<String, @Nullable String> uncounted() {
    try {
      Object found = Class.forName(UNCOUNTED, true, null).getField("INSTANCE").get(null);
      return (BiConsumer<String, @Nullable String>) found;
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }
}
