package io.heddle.agent.weave;

import java.util.Set;

/** What every probe calls before it knows whether it is being measured itself: never woven. */
final class HotPath {
  private static final String[] CLASSES = {
    "java.lang.ThreadLocal", "java.lang.ref.", "java.util.concurrent.atomic."
  };
  private static final Set<String> METHODS =
      Set.of(
          "java.lang.Long.numberOfLeadingZeros",
          "java.lang.Integer.numberOfLeadingZeros",
          "java.lang.Long.hashCode",
          "java.lang.Thread.currentThread",
          "java.lang.Thread.getId",
          "java.lang.Thread.threadId",
          "java.lang.Thread.isAlive");

  private HotPath() {}

  static boolean uses(String className, String method) {
    for (String prefix : CLASSES) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return METHODS.contains(className + "." + method);
  }
}
