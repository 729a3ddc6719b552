package io.heddle.premain;

import java.security.ProtectionDomain;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * The internals of java.base that the hop uses, called as any method: loaded only once java.base
 * lets it. By reflection, JDK 25 makes 25 classes of method handles for these few calls.
 */
final class Internals {
  // java.lang.Shutdown: 0 console, 1 the application's hooks, 2 files to delete
  private static final int FIRST_FREE_SLOT = 3;
  private static final int SLOTS = 10;

  private Internals() {}

  /**
   * Defines a class.
   *
   * @param loader null for the boot loader
   * @throws LinkageError if it is defined already, among others
   */
  static void define(Bundle from, int file, @Nullable ClassLoader loader) {
    ProtectionDomain none = null;
    Unsafe.getUnsafe()
        .defineClass(
            from.name(file), from.bytes, from.offset(file), from.length(file), loader, none);
  }

  /** Runs {@code last} behind the application's shutdown hooks, if there is a free slot. */
  static void runAtExit(Runnable last) {
    JavaLangAccess access = SharedSecrets.getJavaLangAccess();
    for (int slot = FIRST_FREE_SLOT; slot < SLOTS; slot++) {
      try {
        access.registerShutdownHook(slot, false, last);
        return;
      } catch (InternalError e) {
        // somebody has this slot
      } catch (RuntimeException e) {
        return; // the JVM is ending
      }
    }
  }
}
