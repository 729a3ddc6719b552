package io.heddle.probe.jdk;

/**
 * The JDK's own threads that virtual threads need to go on. Nothing that they run is counted: a
 * lock that the JDK hands to a waiting virtual thread is free again only when one of these has
 * resumed it, and probes on all of them that wait for this lock would wait for each other.
 */
public final class CarrierThreads {
  private CarrierThreads() {}

  /**
   * Returns true for such a thread, by its name, as the JDK has no other way to recognize one.
   * Calls methods that rules may weave.
   */
  public static boolean include(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    if (group != null && group.getName().equals("CarrierThreads")) {
      return true;
    }
    return thread.getClass().getName().equals("jdk.internal.misc.InnocuousThread")
        && (thread.getName().startsWith("VirtualThread-") || thread.getName().endsWith("Poller"));
  }
}
