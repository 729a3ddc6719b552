package io.heddle.agent.weave;

/**
 * The classes that a map needs once threads contend for it. One of these that loads when the
 * transformer is there is shown to it, whose own maps then ask for the same class on the same
 * thread: a ClassCircularityError, which the JVM remembers for every map.
 */
final class ContendedClasses {
  private static final String[] NAMES = {
    "java.util.concurrent.ThreadLocalRandom",
    "java.util.concurrent.ConcurrentHashMap$CounterCell",
    "java.util.concurrent.ConcurrentHashMap$ForwardingNode",
    "java.util.concurrent.ConcurrentHashMap$TreeBin",
    "java.util.concurrent.ConcurrentHashMap$TreeNode"
  };

  private ContendedClasses() {}

  /** Loads them, before the transformer is there. */
  static void load() {
    for (String name : NAMES) {
      try {
        Class.forName(name, false, null);
      } catch (ClassNotFoundException notThere) {
        // a JDK whose maps are made of other classes
      }
    }
  }
}
