package io.heddle.agent.weave;

import io.heddle.probe.Door;
import org.jspecify.annotations.Nullable;

/** Asks a loader whether woven code would find the door through it. */
final class BootReach {
  private BootReach() {}

  /** Null if it does, else the reason why a class of that loader cannot be woven. */
  static @Nullable String problem(@Nullable ClassLoader loader) {
    if (loader == null) {
      return null;
    }
    try {
      return Class.forName(Door.class.getName(), false, loader) == Door.class
          ? null
          : "its loader has another copy of the boot classes";
    } catch (ClassNotFoundException | LinkageError e) {
      return "its loader hides the boot classes";
    }
  }
}
