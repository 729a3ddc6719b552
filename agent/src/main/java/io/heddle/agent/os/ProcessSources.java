package io.heddle.agent.os;

/** Chooses the source for the system that this JVM runs on. */
public final class ProcessSources {
  private ProcessSources() {}

  /**
   * Returns a new source for this system. On Linux nothing of OSHI is loaded, elsewhere not before
   * the first reading.
   */
  public static ProcessSource forThisSystem() {
    return forSystem(System.getProperty("os.name", ""));
  }

  static ProcessSource forSystem(String name) {
    return name.startsWith("Linux") ? new ProcFiles() : new OshiProcesses();
  }
}
