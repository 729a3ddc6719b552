package io.heddle.agent.weave.verify;

import org.jspecify.annotations.Nullable;

/** Asks the JVM about the bytes of a class, which it never runs. */
final class Mutants {
  private Mutants() {}

  /** True if the class verifies; null if it is refused before that. */
  static @Nullable Boolean verdict(String name, byte[] bytes) {
    Class<?> defined;
    try {
      defined = new Loader().define(name, bytes);
    } catch (LinkageError e) {
      return null;
    }
    try {
      // links, and so verifies; initialises nothing
      return defined.getDeclaredMethods().length > 0;
    } catch (VerifyError e) {
      return false;
    } catch (LinkageError e) {
      return null;
    }
  }

  /** For one class. */
  private static final class Loader extends ClassLoader {
    Loader() {
      super(Mutants.class.getClassLoader());
    }

    Class<?> define(String name, byte[] bytes) {
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
