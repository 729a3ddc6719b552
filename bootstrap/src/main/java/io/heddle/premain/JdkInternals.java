package io.heddle.premain;

import io.heddle.premain.archive.ClassBundle;
import java.lang.module.ModuleDescriptor;
import java.security.ProtectionDomain;
import java.util.Set;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import jdk.internal.misc.VM;
import org.jspecify.annotations.Nullable;

/**
 * The internals of java.base that the launcher uses, called as any method: loaded only once
 * java.base exports them. By reflection, JDK 25 makes 25 classes of method handles for these few
 * calls.
 */
final class JdkInternals {
  // java.lang.Shutdown: 0 console, 1 the application's hooks, 2 files to delete
  private static final int FIRST_FREE_SLOT = 3;
  private static final int SLOTS = 10;
  private static final String ARCHIVE = "-XX:SharedArchiveFile=";

  private JdkInternals() {}

  /**
   * Defines a class.
   *
   * @param loader null for the boot loader
   * @throws LinkageError if it is defined already, among others
   */
  static void define(ClassBundle from, int file, @Nullable ClassLoader loader) {
    ProtectionDomain none = null;
    Unsafe.getUnsafe()
        .defineClass(
            from.name(file), from.bytes(), from.offset(file), from.length(file), loader, none);
  }

  /** Returns the class-data archive that the command line names, the last of several, or null. */
  static @Nullable String archive() {
    String archive = null;
    String @Nullable [] arguments = VM.getRuntimeArguments();
    if (arguments == null) {
      return null; // there are none
    }
    for (String argument : arguments) {
      if (argument.startsWith(ARCHIVE)) {
        archive = argument.substring(ARCHIVE.length());
      }
    }
    return archive;
  }

  /** Runs {@code last} behind the application's shutdown hooks, if there is a free slot. */
  static void runAtExit(Runnable last) {
    JavaLangAccess access = SharedSecrets.getJavaLangAccess();
    for (int slot = FIRST_FREE_SLOT; slot < SLOTS; slot++) {
      try {
        access.registerShutdownHook(slot, false, last);
        return;
      } catch (InternalError e) {
        // this slot is taken
      } catch (RuntimeException e) {
        return; // the JVM is ending
      }
    }
  }

  /**
   * Puts packages of a loader, before there is a class in them, into a module that may use native
   * code. Modules without a name share one permission with the application: to take that would
   * silence what the JVM has to say of the application's own native code.
   */
  static void nameNative(ClassLoader loader, String name, Set<String> packages) {
    JavaLangAccess access = SharedSecrets.getJavaLangAccess();
    Module module =
        access.defineModule(
            loader, ModuleDescriptor.newOpenModule(name).packages(packages).build(), null);
    access.addReadsAllUnnamed(module);
    for (Module other : ModuleLayer.boot().modules()) {
      access.addReads(module, other);
    }
    access.addEnableNativeAccess(module);
  }
}
