package io.heddle.agent.weave.match;

import java.util.Set;

/**
 * The methods that every probe calls before it knows whether it is being measured itself: never
 * woven. A probe in there would call itself without end, at every level of a stack that overflows
 * once more.
 */
final class NeverWoven {
  private static final String[] CLASSES = {
    "java.lang.ThreadLocal",
    "java.lang.ref.",
    "java.util.concurrent.atomic.",
    // every access through a VarHandle asks requireNonNull first
    "java.util.Objects",
    // runs while its carrier turns into it and back: the current thread is neither for a moment
    "java.lang.VirtualThread",
    "java.lang.BaseVirtualThread"
  };
  private static final Set<String> METHODS =
      Set.of(
          "java.lang.Long.numberOfLeadingZeros",
          "java.lang.Integer.numberOfLeadingZeros",
          "java.lang.Long.hashCode",
          // woven code itself boxes arguments and results with these, for labels and outcomes
          "java.lang.Boolean.valueOf",
          "java.lang.Byte.valueOf",
          "java.lang.Character.valueOf",
          "java.lang.Double.valueOf",
          "java.lang.Float.valueOf",
          "java.lang.Integer.valueOf",
          "java.lang.Long.valueOf",
          "java.lang.Short.valueOf",
          "java.lang.Math.max",
          // of the receiver and of the element, in every access through a VarHandle
          "java.lang.Class.cast",
          "java.lang.Class.getComponentType",
          // whether anything is counted at all
          "java.lang.System.getSecurityManager",
          "java.lang.System.allowSecurityManager",
          "java.lang.Thread.currentThread",
          "java.lang.Thread.getId",
          "java.lang.Thread.threadId",
          "java.lang.Thread.isAlive",
          "java.lang.Thread.alive",
          // thread locals of 25 reach the fields of a thread through these
          "java.lang.Thread.threadLocals",
          "java.lang.Thread.setThreadLocals",
          "java.lang.Thread.terminatingThreadLocals",
          "java.lang.Thread.setTerminatingThreadLocals");

  private NeverWoven() {}

  static boolean uses(String className, String method) {
    if (className.equals("java.lang.Object")) {
      return true; // a glob reaches it too, and a probe's own objects inherit from it
    }
    for (String prefix : CLASSES) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return METHODS.contains(className + "." + method);
  }
}
