package io.heddle.agent.weave.classes;

import io.heddle.probe.ProbeBridge;
import org.jspecify.annotations.Nullable;

/**
 * Makes the boot classes visible in JBoss Modules, and WildFly on it, whose class loaders hand on
 * the packages that a module asks for and those that a system property names. They read that
 * property once, when their first class is initialised; the boot classes are added to it just
 * before.
 */
public final class JBossModules {
  /** Internal name of the class whose initialiser reads the property. */
  public static final String READER = "org/jboss/modules/Module";

  private static final String LOADER = "org.jboss.modules.ModuleClassLoader";
  private static final String PROPERTY = "jboss.modules.system.pkgs";

  // guarded by this
  private @Nullable String before;
  private @Nullable String left;

  /** Adds the boot classes; called before the class that reads the property is initialised. */
  public synchronized void reads() {
    String value = System.getProperty(PROPERTY);
    if (names(value, bootPackage())) {
      return;
    }
    before = value;
    left = value == null || value.isBlank() ? bootPackage() : value + "," + bootPackage();
    System.setProperty(PROPERTY, left);
  }

  /** Removes what was added, unless the property has changed since. */
  public synchronized void restore() {
    String added = left;
    if (added == null || !added.equals(System.getProperty(PROPERTY))) {
      return;
    }
    left = null;
    if (before == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }

  /** Returns the remedy if the loader is one of JBoss Modules, else null. */
  static @Nullable String cure(ClassLoader loader) {
    for (Class<?> type = loader.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(LOADER)) {
        return "start the JVM with the agent, or with -D" + PROPERTY + "=" + bootPackage();
      }
    }
    return null;
  }

  private static boolean names(@Nullable String value, String wanted) {
    for (String name : value == null ? new String[0] : value.split(",", -1)) {
      if (name.strip().equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the package that all boot classes lie below; another in the packaged jar than here. */
  private static String bootPackage() {
    String probe = ProbeBridge.class.getPackageName();
    return probe.substring(0, probe.lastIndexOf('.'));
  }
}
