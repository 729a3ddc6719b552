package io.heddle.probe.jdk;

/** Tells whether there is a security manager, which JDK 24 and later cannot have. */
public final class SecurityManagers {
  // the method is to be removed: later JDKs never reach it
  private static final boolean POSSIBLE = Runtime.version().feature() < 24;

  private SecurityManagers() {}

  /** Returns true while the JVM asks a security manager for permissions. */
  @SuppressWarnings("removal")
  public static boolean isInPlace() {
    return POSSIBLE && System.getSecurityManager() != null;
  }
}
