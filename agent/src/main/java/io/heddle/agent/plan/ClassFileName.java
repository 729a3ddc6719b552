package io.heddle.agent.plan;

import io.heddle.agent.reason.ClassView;
import org.jspecify.annotations.Nullable;

/** The name of a class as its own file says it: a folder does not tell where packages begin. */
final class ClassFileName {
  private ClassFileName() {}

  /** Returns the dotted name; null if the bytes are no class file. */
  static @Nullable String of(byte[] bytes) {
    try {
      return ClassView.of(bytes).name();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
