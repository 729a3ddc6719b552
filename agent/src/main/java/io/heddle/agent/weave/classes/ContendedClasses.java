package io.heddle.agent.weave.classes;

/**
 * The JDK classes that a concurrent map needs once threads contend for it. If one of these loads
 * while the transformer is installed, the transformer is called for it, and its own maps ask for
 * the same class on the same thread: a ClassCircularityError, which the JVM remembers for every
 * map.
 */
public final class ContendedClasses {
  private static final String[] NAMES = {
    "java.util.concurrent.ThreadLocalRandom",
    "java.util.concurrent.ConcurrentHashMap$CounterCell",
    "java.util.concurrent.ConcurrentHashMap$ForwardingNode",
    "java.util.concurrent.ConcurrentHashMap$TreeBin",
    "java.util.concurrent.ConcurrentHashMap$TreeNode"
  };

  private ContendedClasses() {}

  /** Loads these classes, before the transformer is installed. */
  public static void load() {
    for (String name : NAMES) {
      try {
        Class.forName(name, false, null);
      } catch (ClassNotFoundException notThere) {
        // a JDK whose maps are made of other classes
      }
    }
  }
}
