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
    Set<Module> hop = Set.of(BootPart.class.getModule());
    Map<String, Set<Module>> wanted = Map.of("jdk.internal.misc", hop, "jdk.internal.access", hop);
    instrumentation.redefineModule(
        Object.class.getModule(), Set.of(), wanted, wanted, Set.of(), Map.of());
    defineAll(jar);
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
  static void defineAll(JarFile jar) throws IOException, ReflectiveOperationException {
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
    Bundle classes = Bundle.read(jar, ROOT + "classes");
    for (Bundle.Place place : classes.places()) {
      define(unsafe, define, classes.bytes, place);
    }
    Class.forName(HASH, true, null).getField("value").set(null, hashOf(jar));
  }

  private static void define(Object unsafe, Method define, byte[] bytes, Bundle.Place place)
      throws ReflectiveOperationException {
    try {
      define.invoke(unsafe, place.name, bytes, place.offset, place.length, null, null);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof LinkageError) {
        // defined by an attach that broke off half way
        Class.forName(place.name.replace('/', '.'), false, null);
        return;
      }
      throw e;
    }
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
