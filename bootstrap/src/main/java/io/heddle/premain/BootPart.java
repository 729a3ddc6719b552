package io.heddle.premain;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Puts the registry and the probe into the boot loader, once for the life of the JVM.
 *
 * <p>By {@code jdk.internal.misc.Unsafe.defineClass} and not by a jar on the boot path: that prints
 * a line about class-data sharing at every start and loses the application's archive on 25.
 */
final class BootPart {
  private static final String ROOT = "heddle/boot/";
  private static final String HASH = "java.heddle.probe.BootHash";

  private static final String AT_EXIT = "java.heddle.probe.AtExit";

  // java.lang.Shutdown: 0 console, 1 the application's hooks, 2 files to delete
  private static final int FIRST_FREE_SLOT = 3;
  private static final int SLOTS = 10;

  private BootPart() {}

  /** The hash of the boot part in this jar. */
  static String hashOf(JarFile jar) throws IOException {
    return text(jar, ROOT + "hash").trim();
  }

  /** The hash of the boot part that this JVM has, or an empty string. */
  static String hashInPlace() {
    try {
      return (String) Class.forName(HASH, true, null).getField("value").get(null);
    } catch (ReflectiveOperationException e) {
      return "";
    }
  }

  /**
   * Defines the boot classes from this jar, all of them and super types first, and opens to them
   * what they need.
   */
  static void define(JarFile jar, Instrumentation instrumentation)
      throws IOException, ReflectiveOperationException {
    Module base = Object.class.getModule();
    open(instrumentation, base, "jdk.internal.misc", BootPart.class.getModule());
    Class<?> last = defineAll(jar);
    // Heddle reads members of the application's objects where a rule asks for it
    open(instrumentation, base, "java.lang.invoke", last.getModule());
    open(instrumentation, base, "jdk.internal.access", BootPart.class.getModule());
    runAtExit();
  }

  /**
   * Takes a slot behind the application's shutdown hooks; without one the JVM ends 300 ms later.
   */
  private static void runAtExit() throws ReflectiveOperationException {
    Runnable last =
        Class.forName(AT_EXIT, true, null)
            .asSubclass(Runnable.class)
            .getConstructor()
            .newInstance();
    Object access =
        Class.forName("jdk.internal.access.SharedSecrets")
            .getMethod("getJavaLangAccess")
            .invoke(null);
    Method register =
        Class.forName("jdk.internal.access.JavaLangAccess")
            .getMethod("registerShutdownHook", int.class, boolean.class, Runnable.class);
    for (int slot = FIRST_FREE_SLOT; slot < SLOTS; slot++) {
      try {
        register.invoke(access, slot, false, last);
        return;
      } catch (InvocationTargetException e) {
        if (!(e.getCause() instanceof InternalError)) {
          return;
        }
      }
    }
  }

  /**
   * The same in the JVM of the command line, which has no instrumentation: the manifest of the jar
   * exports to it what it needs.
   */
  static Class<?> defineAll(JarFile jar) throws IOException, ReflectiveOperationException {
    Object unsafe = Class.forName("jdk.internal.misc.Unsafe").getMethod("getUnsafe").invoke(null);
    Method define =
        unsafe
            .getClass()
            .getMethod(
                "defineClass",
                String.class,
                byte[].class,
                int.class,
                int.class,
                ClassLoader.class,
                ProtectionDomain.class);
    Class<?> last = BootPart.class;
    for (String name : text(jar, ROOT + "order").split("\n", -1)) {
      if (!name.isEmpty()) {
        last = define(unsafe, define, name, bytes(jar, ROOT + name + ".classdata"));
      }
    }
    Class.forName(HASH, true, null).getField("value").set(null, hashOf(jar));
    return last;
  }

  private static Class<?> define(Object unsafe, Method define, String name, byte[] bytes)
      throws ReflectiveOperationException {
    try {
      return (Class<?>) define.invoke(unsafe, name, bytes, 0, bytes.length, null, null);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof LinkageError) {
        // defined by an attach that broke off half way
        return Class.forName(name.replace('/', '.'), false, null);
      }
      throw e;
    }
  }

  private static void open(
      Instrumentation instrumentation, Module module, String packageName, Module to) {
    instrumentation.redefineModule(
        module,
        Set.of(),
        Map.of(packageName, Set.of(to)),
        Map.of(packageName, Set.of(to)),
        Set.of(),
        Map.of());
  }

  private static byte[] bytes(JarFile jar, String path) throws IOException {
    ZipEntry entry = jar.getEntry(path);
    if (entry == null) {
      throw new IOException("no " + path + " in the agent jar");
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static String text(JarFile jar, String path) throws IOException {
    return new String(bytes(jar, path), StandardCharsets.UTF_8);
  }
}
