package io.heddle.premain;

import io.heddle.premain.archive.ClassBundle;
import io.heddle.premain.archive.JarPaths;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Puts the registry and the probe into the boot loader, once for the life of the JVM.
 *
 * <p>Uses {@code jdk.internal.misc.Unsafe.defineClass} and not a jar on the boot path: that prints
 * a line about class-data sharing at every start and loses the application's archive on 25.
 */
final class BootClasses {
  private static final String HASH = "java.heddle.probe.lifecycle.BootHash";

  // the first JDK whose archives hold no classes that an agent must not look at
  private static final String SPECIES_FIXED = "20";
  private static final String AT_EXIT = "java.heddle.probe.lifecycle.ShutdownTask";

  private BootClasses() {}

  /** Returns the hash of the boot classes in this jar. */
  static String hashOf(JarFile jar) throws IOException {
    return text(jar, JarPaths.BOOT_HASH).trim();
  }

  /** Returns the hash of the boot classes that this JVM has, or an empty string. */
  static String hashInPlace() {
    try {
      return (String) Class.forName(HASH, true, null).getField("value").get(null);
    } catch (ReflectiveOperationException e) {
      return "";
    }
  }

  /**
   * Defines the boot classes from this jar, all of them and super types first, and exports to the
   * launcher what that takes of java.base. One of them runs behind the application's shutdown
   * hooks: without that the JVM ends 300 ms later.
   */
  static void define(JarFile jar, Instrumentation instrumentation)
      throws IOException, ReflectiveOperationException {
    Set<Module> hop = Set.of(BootClasses.class.getModule());
    Map<String, Set<Module>> wanted = Map.of("jdk.internal.misc", hop, "jdk.internal.access", hop);
    instrumentation.redefineModule(
        Object.class.getModule(), Set.of(), wanted, Map.of(), Set.of(), Map.of());
    loadSpecies();
    defineAll(jar);
    JdkInternals.runAtExit((Runnable) boot(AT_EXIT));
  }

  /** Loads the classes that {@link SharedArchive} is about, before Heddle has a transformer. */
  private static void loadSpecies() {
    if (System.getProperty("java.specification.version", "").compareTo(SPECIES_FIXED) < 0) {
      String archive = JdkInternals.archive();
      if (archive != null) {
        SharedArchive.loadSpecies(archive);
      }
    }
  }

  /**
   * Defines the boot classes without instrumentation, as in the JVM of the command line: there the
   * manifest of the jar exports to it what it needs.
   */
  static void defineAll(JarFile jar) throws IOException, ReflectiveOperationException {
    ClassBundle classes = ClassBundle.read(jar, JarPaths.BOOT_CLASSES);
    for (int i = 0; i < classes.size(); i++) {
      try {
        JdkInternals.define(classes, i, null);
      } catch (LinkageError e) {
        // defined by an attach that broke off half way
        Class.forName(classes.name(i).replace('/', '.'), false, null);
      }
    }
    @SuppressWarnings("unchecked") // as BootHash is declared
    Consumer<String> hash = (Consumer<String>) boot(HASH);
    hash.accept(hashOf(jar));
  }

  private static Object boot(String name) throws ReflectiveOperationException {
    return Class.forName(name, true, null).getConstructor().newInstance();
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
